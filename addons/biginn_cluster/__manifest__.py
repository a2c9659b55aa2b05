{
    "name": "BIGINN Cluster",
    "version": "19.0.1.0.0",
    "summary": "Members of a Big Science cluster: profile, SME size, capabilities, "
    "memberships, self-service portal",
    "author": "BIGINN",
    "license": "LGPL-3",
    "category": "Services",
    "depends": ["account", "base_geolocalize", "calendar", "contacts", "mail", "portal"],
    "data": [
        # security first, then the menus that everything else hangs on
        "security/biginn_groups.xml",
        "security/ir.model.access.csv",
        "security/biginn_rules.xml",
        "views/biginn_menus.xml",
        "security/ir.model.access-profile.csv",
        "security/biginn_profile_rules.xml",
        "security/ir.model.access-privacy.csv",
        "security/biginn_privacy_rules.xml",
        "security/ir.model.access-size.csv",
        "security/biginn_size_rules.xml",
        "security/ir.model.access-services.csv",
        "security/biginn_services_rules.xml",
        # settings and data that comes with the addon
        "data/biginn_technology_domain_data.xml",
        "data/biginn_work_kind_data.xml",
        "data/biginn_ecosystem_data.xml",
        "data/biginn_nace_data.xml",
        "data/biginn_membership_data.xml",
        "data/biginn_big_science_data.xml",
        "data/biginn_funding_data.xml",
        "views/biginn_technology_domain_views.xml",
        "views/biginn_work_kind_views.xml",
        # memberships
        "views/biginn_membership_category_views.xml",
        "views/biginn_membership_views.xml",
        # organisations and their profile
        "views/biginn_capability_views.xml",
        "views/res_partner_form_views.xml",
        "views/res_partner_views.xml",
        # figures and size
        "data/biginn_size_data.xml",
        "views/biginn_company_figure_views.xml",
        "views/biginn_company_link_views.xml",
        "views/res_partner_size_views.xml",
        # the member portal
        "security/ir.model.access-portal.csv",
        "security/biginn_portal_rules.xml",
        "data/biginn_change_request_data.xml",
        "wizard/biginn_change_request_refuse_views.xml",
        "views/biginn_change_request_views.xml",
        "views/res_partner_portal_views.xml",
        "views/portal_home_templates.xml",
        "views/portal_organisation_templates.xml",
        "views/portal_organisation_form_templates.xml",
        # consents, colleagues, own data
        "data/biginn_consent_purpose_data.xml",
        "wizard/biginn_consent_record_views.xml",
        "views/biginn_consent_purpose_views.xml",
        "views/biginn_consent_views.xml",
        "views/res_partner_privacy_views.xml",
        # the directory
        # services and the day's work
        "data/biginn_service_data.xml",
        "views/biginn_service_views.xml",
        "views/biginn_service_use_views.xml",
        "views/biginn_training_views.xml",
        "views/res_partner_services_views.xml",
        "wizard/biginn_service_record_views.xml",
        "views/calendar_event_views.xml",
        # documents
        "views/biginn_funding_views.xml",
        "report/document_layout.xml",
        "report/member_profile_templates.xml",
        "report/member_profile_report.xml",
    ],
    "demo": [
        "demo/res.partner.category.csv",
        "demo/biginn_demo_companies.xml",
        "demo/res.partner.csv",
        "demo/res.partner-contacts.csv",
        "demo/biginn.company.figure.csv",
        "demo/biginn.capability.csv",
        "demo/biginn_demo_users.xml",
        "demo/biginn_demo_memberships.xml",
    ],
    "assets": {
        "web.report_assets_common": [
            "biginn_cluster/static/src/scss/document.scss",
        ],
        "web.report_assets_pdf": [
            "biginn_cluster/static/src/report/paginate.js",
        ],
        "web.assets_frontend": [
            "biginn_cluster/static/src/scss/portal.scss",
            "biginn_cluster/static/src/interactions/**/*",
        ],
        "web.assets_tests": [
            "biginn_cluster/static/tests/tours/**/*",
        ],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
