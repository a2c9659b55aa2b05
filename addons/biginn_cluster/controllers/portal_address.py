from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class BiginnPortalAddress(CustomerPortal):
    """Core's address form writes in sudo: keep a member's legal identity and colleagues out."""

    def _create_or_update_address(self, partner_sudo, *args, **form_data):
        member = request.env.user.partner_id
        form_data.update(partner_sudo._biginn_address_guarded_values(member))
        return super()._create_or_update_address(partner_sudo, *args, **form_data)
