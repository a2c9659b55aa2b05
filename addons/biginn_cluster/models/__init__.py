from . import biginn_portal_readable
from . import biginn_catalogue_mixin
from . import biginn_import_rows
from . import biginn_import_matched
from . import biginn_natural_key_mixin
from . import biginn_technology_domain
from . import biginn_work_kind
from . import biginn_ecosystem
from . import biginn_nace
from . import res_currency

# memberships
from . import biginn_membership_category
from . import biginn_membership
from . import biginn_membership_calendar
from . import biginn_membership_decisions
from . import biginn_membership_suspension
from . import biginn_membership_interruption
from . import biginn_membership_fee
from . import biginn_membership_invoicing
from . import biginn_membership_merge
from . import biginn_membership_cover
from . import biginn_membership_renewal
from . import biginn_membership_reminder
from . import biginn_membership_reminding
from . import biginn_membership_statistics
from . import biginn_membership_certificate
from . import account_move_membership
from . import res_partner_membership

# organisations and their profile
from . import biginn_capability
from . import biginn_reference
from . import biginn_paper_mixin
from . import biginn_certificate
from . import biginn_certificate_reminder
from . import biginn_facility
from . import biginn_product
from . import ir_attachment
from . import biginn_profile_item
from . import res_partner_profile
from . import res_partner_completeness
from . import res_partner_confirmation
from . import res_config_settings
from . import res_partner_big_science
from . import res_partner_import

# figures and size
from . import biginn_company_figure
from . import biginn_company_link
from . import biginn_legal_form
from . import res_partner_group
from . import res_partner_size
from . import res_partner_size_sentences
from . import biginn_membership_month
from . import res_partner_duplicates

# the member portal
from . import biginn_change_request
from . import biginn_change_request_line
from . import biginn_portal_form
from . import biginn_portal_line
from . import res_partner_sections
from . import res_partner_guarded
from . import ir_binary
from . import res_partner_upload
from . import res_partner_portal
from . import biginn_capability_portal
from . import biginn_reference_portal
from . import biginn_certificate_portal
from . import biginn_facility_portal
from . import biginn_product_portal

# consents, colleagues, own data
from . import biginn_consent_purpose
from . import biginn_consent
from . import res_partner_consent
from . import biginn_invitation
from . import biginn_membership_portal
from . import res_partner_privacy
from . import res_partner_my_data
from . import res_partner_team
from . import res_partner_invitation

# the directory
from . import res_partner_contacts
from . import res_partner_directory
from . import biginn_directory

# services and the day's work
from . import biginn_service_kind
from . import biginn_service
from . import biginn_service_use
from . import biginn_service_use_mail
from . import biginn_today
from . import biginn_today_cards
from . import biginn_training
from . import calendar_event
from . import res_partner_services

# documents
from . import biginn_funding
from . import res_partner_sheet
from . import ir_actions_report

from . import biginn_demo
