from . import biginn_programme
from . import biginn_programme_eligibility
from . import biginn_programme_rate
from . import biginn_public_holiday
from . import biginn_checked_mixin
from . import biginn_finding_mixin
from . import biginn_exchange
from . import biginn_exchange_lump_sum
from . import biginn_exchange_findings
from . import biginn_exchange_states
from . import biginn_exchange_moves
from . import biginn_exchange_finding

# programme, holidays, Can I go?
from . import biginn_programme_texts
from . import biginn_programme_target
from . import biginn_lump_sum
from . import biginn_can_i_go
from . import biginn_can_i_go_sentences

# candidates
from . import biginn_activity_type
from . import biginn_purpose
from . import biginn_programme_candidate
from . import biginn_candidate
from . import biginn_candidate_states
from . import biginn_candidate_findings
from . import biginn_candidate_finding
from . import biginn_candidate_mail
from . import biginn_candidate_form
from . import biginn_candidate_portal
from . import biginn_today_candidate

# matches
from . import biginn_programme_matching
from . import biginn_candidate_matching
from . import biginn_match
from . import biginn_match_sentences
from . import biginn_match_answers
from . import biginn_match_exchange
from . import biginn_match_proposing
from . import biginn_exchange_matching
from . import biginn_match_desk
from . import biginn_match_catalogue
from . import biginn_candidate_meeting
from . import biginn_match_portal
from . import res_partner_matching
from . import res_partner_my_data_exchange
from . import biginn_today_matching

# commitment and signatures
from . import biginn_exchange_building
from . import biginn_exchange_day
from . import biginn_exchange_document
from . import biginn_exchange_document_content
from . import biginn_signature
from . import biginn_exchange_document_pdf
from . import biginn_signature_asking
from . import biginn_signature_signing
from . import biginn_exchange_signing
from . import biginn_today_signing
from . import res_partner_signing
from . import mail_mail

# states and the stay
from . import res_company_zone
from . import biginn_exchange_zone
from . import biginn_exchange_look
from . import biginn_exchange_interruption
from . import biginn_exchange_stay
from . import biginn_exchange_recount
from . import biginn_exchange_portal
from . import biginn_exchange_programme_file

# what signing adds to the pages stands on those of the stay
from . import biginn_signature_portal
from . import biginn_exchange_build_portal

# closing and travel
from . import biginn_travel_mode
from . import biginn_travel_factor
from . import biginn_exchange_travel
from . import biginn_exchange_journey
from . import biginn_follow_up
from . import biginn_programme_closing
from . import biginn_exchange_report
from . import biginn_exchange_report_moves
from . import biginn_exchange_report_reminder
from . import biginn_exchange_report_form
from . import biginn_exchange_evidence
from . import biginn_exchange_evidence_moves
from . import biginn_exchange_evidence_own
from . import biginn_exchange_closing
from . import biginn_exchange_check_in
from . import biginn_exchange_report_portal
from . import biginn_exchange_evidence_portal
from . import biginn_exchange_certificate
from . import biginn_exchange_report_sheet
from . import biginn_exchange_closing_portal
from . import biginn_today_closing
from . import res_partner_closing
from . import event_registration_closing
from . import ir_attachment

# money
from . import biginn_programme_payout
from . import biginn_programme_money
from . import biginn_de_minimis_declaration
from . import biginn_de_minimis_aid
from . import account_move_exchange
from . import biginn_exchange_bank
from . import biginn_exchange_bill
from . import biginn_exchange_payment
from . import biginn_exchange_support
from . import biginn_exchange_finding_money
from . import biginn_exchange_counting
from . import biginn_third_party_support
from . import biginn_exchange_portal_money
from . import biginn_exchange_portal_declaration
from . import res_partner_my_data_money

# what came of stays, over what counts
from . import biginn_exchange_outcomes

# between clusters
from . import biginn_package_key
from . import biginn_accepted_key
from . import biginn_exchange_package
from . import biginn_package_party
from . import res_partner_clusters
from . import biginn_exchange_clusters
from . import biginn_exchange_origin
from . import biginn_exchange_send
from . import biginn_exchange_take
from . import biginn_exchange_confirmation
from . import mail_mail_clusters

from . import biginn_agenda_place
from . import biginn_agenda_item
from . import biginn_agenda_item_programme
from . import event_event
from . import event_event_agenda

# building programmes
from . import res_company_agenda
from . import res_config_settings
from . import biginn_agenda_item_check
from . import biginn_agenda_item_moving
from . import event_event_check
from . import event_event_moving
from . import event_event_builder

from . import biginn_membership
from . import biginn_today
from . import biginn_today_money
from . import biginn_today_clusters
from . import res_partner
from . import biginn_agenda_item_signing
from . import res_partner_candidate

# registration at agendas
from . import biginn_agenda_attendance
from . import biginn_agenda_quota
from . import biginn_registration_finding
from . import event_registration_placement
from . import event_registration_moves
from . import event_registration_findings
from . import event_registration_news
from . import event_event_registration
from . import event_event_allocation
from . import event_event_seats
from . import event_event_portal
from . import event_registration_portal
from . import biginn_today_registration
from . import res_partner_my_data_registration
from . import biginn_agenda_item_registration

# identity data for visits
from . import biginn_access_field
from . import biginn_facility_access
from . import res_company_access
from . import res_config_settings_access
from . import biginn_agenda_access
from . import biginn_agenda_access_export
from . import biginn_agenda_item_access
from . import biginn_agenda_item_access_list
from . import biginn_agenda_attendance_access
from . import event_registration_access
from . import event_event_access
from . import res_partner_my_data_access

# calendars and public pages of agendas
from . import biginn_agenda_removed_item
from . import biginn_agenda_item_calendar
from . import biginn_agenda_place_calendar
from . import biginn_agenda_attendance_calendar
from . import event_event_publishing
from . import event_event_calendar
from . import event_registration_calendar
from . import biginn_agenda_item_publishing

# feedback on agendas
from . import res_company_feedback
from . import biginn_agenda_feedback
from . import event_registration_feedback
from . import event_event_feedback
from . import res_partner_my_data_feedback

from . import biginn_demo
from . import biginn_demo_agenda
from . import biginn_demo_clusters
from . import biginn_demo_money
from . import biginn_demo_signing
from . import biginn_demo_programme
from . import biginn_demo_closing
from . import biginn_demo_states
from . import biginn_demo_matching
from . import biginn_demo_candidate
from . import biginn_demo_registration
from . import biginn_demo_feedback
