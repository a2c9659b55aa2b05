{
    "name": "BIGINN Exchanges and Agendas",
    "summary": "ClusterXchange stays and 360º agendas: who may go, for how much, and when",
    "version": "19.0.1.0.0",
    "category": "Services/Cluster",
    "author": "BIGINN",
    "license": "LGPL-3",
    "depends": ["biginn_cluster", "event"],
    "data": [
        "security/biginn_xchange_groups.xml",
        "security/ir.model.access.csv",
        "security/biginn_xchange_rules.xml",
        # rights by theme
        "security/ir.model.access-signing.csv",
        "security/biginn_xchange_signing_rules.xml",
        "security/ir.model.access-candidate.csv",
        "security/biginn_xchange_candidate_rules.xml",
        "security/ir.model.access-programme.csv",
        "security/biginn_xchange_programme_rules.xml",
        "security/ir.model.access-clusters.csv",
        "security/biginn_xchange_clusters_rules.xml",
        "security/ir.model.access-closing.csv",
        "security/biginn_xchange_closing_rules.xml",
        "views/biginn_xchange_menus.xml",
        "data/ir_sequence_data.xml",
        "data/biginn_programme_data.xml",
        "data/biginn_public_holiday_data.xml",
        "wizard/biginn_finding_override_views.xml",
        "views/biginn_programme_views.xml",
        "views/biginn_public_holiday_views.xml",
        "views/biginn_exchange_views.xml",
        "views/biginn_exchange_analysis_views.xml",
        # programme, holidays, Can I go?
        # candidates
        "data/biginn_candidate_data.xml",
        "data/mail_template_candidate_data.xml",
        "wizard/biginn_candidate_decision_views.xml",
        "views/biginn_candidate_views.xml",
        # matches
        # commitment and signatures
        "data/biginn_signing_data.xml",
        "data/mail_template_signing_data.xml",
        "report/exchange_paper_templates.xml",
        "report/exchange_paper_reports.xml",
        # states and the stay
        "views/portal_exchange_templates.xml",
        # closing and travel
        "data/biginn_travel_data.xml",
        "data/biginn_follow_up_data.xml",
        "data/mail_template_closing_data.xml",
        "wizard/biginn_closing_remark_views.xml",
        # money
        # between clusters
        "views/biginn_package_key_views.xml",
        "views/biginn_agenda_item_views.xml",
        "views/biginn_agenda_place_views.xml",
        "views/event_event_views.xml",
        "views/res_partner_views.xml",
        "report/agenda_programme_templates.xml",
        "report/agenda_programme_reports.xml",
    ],
    "demo": [
        "demo/biginn_demo_agendas.xml",
        "demo/biginn_demo_exchanges.xml",
        # what grew on them
    ],
    "assets": {
        "web.assets_backend": [
            "biginn_xchange/static/src/**/*",
            ("remove", "biginn_xchange/static/src/interactions/**/*"),
            ("remove", "biginn_xchange/static/src/portal/**/*"),
        ],
        "web.assets_frontend": [
            "biginn_xchange/static/src/interactions/**/*",
            "biginn_xchange/static/src/portal/**/*",
        ],
    },
    "uninstall_hook": "uninstall_hook",
}
