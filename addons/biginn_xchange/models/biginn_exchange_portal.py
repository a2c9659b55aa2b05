from odoo import fields, models
from odoo.tools import format_date

# The line of steps: name, and the states in which an exchange is at that step.
STEPS = (
    ("prepare", ("draft", "submitted", "validated")),
    ("sign", ("signing",)),
    ("stay", ("ready", "ongoing", "interrupted")),
    ("report", ("reporting",)),
    ("payment", ("completed", "paid")),
)
OVER = ("refused", "cancelled")
# Badges say the same as in the office, seen from the member: blue waits for the cluster, amber for
# the member or the other side.
BADGES = {
    "draft": "text-bg-light border",
    "submitted": "text-bg-info",
    "validated": "text-bg-info",
    "signing": "text-bg-warning",
    "ready": "text-bg-success",
    "ongoing": "text-bg-success",
    "interrupted": "text-bg-warning",
    "reporting": "text-bg-warning",
    "completed": "text-bg-info",
    "paid": "text-bg-success",
    "refused": "text-bg-danger",
    "cancelled": "text-bg-light border",
}


class BiginnExchange(models.Model):
    """What visitor and host see in the portal: plain values, and what happens next.

    Which exchanges these are, the member's own rights decide; names of the other parties, whom a
    member may not read, are put beside as texts.
    """

    _inherit = "biginn.exchange"

    def _portal_side(self):
        """Whose side the current user is on: visiting, host, or False for somebody else."""
        self.ensure_one()
        organisation = self.env.user.commercial_partner_id
        exchange_sudo = self.sudo()
        if organisation == exchange_sudo.visiting_id.commercial_partner_id:
            return "visiting"
        if organisation == exchange_sudo.host_id.commercial_partner_id:
            return "host"
        return False

    def _portal_card(self):
        """One exchange on the list of My exchanges."""
        self.ensure_one()
        # sudo: names and countries of the parties, as texts
        exchange_sudo = self.sudo()
        return {
            "id": self.id,
            "name": self.name,
            "url": f"/my/exchanges/{self.id}",
            "visiting": exchange_sudo.visiting_id.name,
            "host": exchange_sudo.host_id.name,
            "visiting_country": exchange_sudo.visiting_country_id.name or "",
            "visiting_flag": exchange_sudo.visiting_country_id.image_url or "",
            "host_country": exchange_sudo.host_country_id.name or "",
            "host_flag": exchange_sudo.host_country_id.image_url or "",
            "dates": self._portal_dates(),
            "is_virtual": self.is_virtual,
            "side": self._portal_side(),
            "state": self.state,
            "state_label": self._state_label(self.state),
            "badge": BADGES.get(self.state, "text-bg-secondary"),
            "steps": self._portal_steps(),
            "next": self._portal_next_step(),
        }

    def _portal_dates(self):
        first = format_date(self.env, self.date_start)
        last = format_date(self.env, self.ended_on or self._last_day())
        return first if first == last else f"{first} – {last}"

    def _portal_steps(self):
        """The line of steps: what is done, where it stands, what is to come."""
        # sudo: whether something is paid, not how much
        is_worth = bool(self.sudo().agreed_amount)
        labels = {
            "prepare": self.env._("Prepare"),
            "sign": self.env._("Sign"),
            "stay": self.env._("Stay"),
            "report": self.env._("Report"),
            "payment": self.env._("Payment") if is_worth else self.env._("Done"),
        }
        at = next((place for place, step in enumerate(STEPS) if self.state in step[1]), None)
        finished = self.state == "paid" or (self.state == "completed" and not self._next_state())
        return [
            {
                "label": labels[name],
                "done": at is not None and (place < at or finished),
                "current": place == at and not finished,
            }
            for place, (name, _states) in enumerate(STEPS)
        ]

    def _portal_values(self):
        """What the page of one exchange shows; override to add, super first.

        Plain values, or records with the rights of the member who looks.
        """
        self.ensure_one()
        exchange_sudo = self.sudo()
        return {
            **self._portal_card(),
            "exchange": self,
            "programme": exchange_sudo.programme_id.name,
            "visitors": exchange_sudo.visitor_ids.mapped("name"),
            "visiting_partnership": exchange_sudo.visiting_partnership_id.name or "",
            "host_partnership": exchange_sudo.host_partnership_id.name or "",
            "working_days": self.working_days,
            **self._portal_amount(),
            "reason": self.decision_reason or "",
            "can_submit": not self._get_cannot_move_reason("submitted"),
        }

    def _portal_amount(self):
        """The lump sum and its arithmetic, for the visitor's side alone."""
        if self._portal_side() != "visiting":
            return {"shows_money": False}
        # sudo: a sum that only this side is told, as a text
        exchange_sudo = self.sudo()
        return {
            "shows_money": not self.is_virtual,
            "amount": self.currency_id.format(exchange_sudo.agreed_amount),
            "amount_explanation": exchange_sudo.lump_sum_explanation or "",
        }

    # ------------------------------------------------------------------
    # What happens next
    # ------------------------------------------------------------------

    def _portal_next_step(self):
        """What happens next and who must act, for the member who looks.

        {sentence, who, mine, url, button}: `mine` is True where the reader must act, `url` and
        `button` lead there. One method for each state; override `_portal_next_<state>`.
        """
        self.ensure_one()
        step = {"mine": False, "url": "", "button": "", "who": self.sudo().company_id.name}
        step.update(getattr(self, f"_portal_next_{self.state}")())
        return step

    def _portal_next_draft(self):
        if self._get_no_member_right_reason("submitted"):
            return {
                "who": self.sudo().visiting_id.name,
                "sentence": self.env._("The visitor completes the exchange and submits it."),
            }
        return {
            "who": self.env._("You"),
            "mine": True,
            "sentence": self.env._("See whether everything is right, then submit it."),
        }

    def _portal_next_submitted(self):
        return {"sentence": self.env._("Your cluster checks whether the rules are kept.")}

    def _portal_next_validated(self):
        return {"sentence": self.env._("Your cluster prepares the Commitment to Quality.")}

    def _portal_next_signing(self):
        return {
            "who": self.env._("All parties"),
            "sentence": self.env._("Visitor, host and their partnerships sign."),
        }

    def _portal_next_ready(self):
        return {
            "who": self.sudo().visiting_id.name,
            "sentence": self.env._(
                "Everything is signed. The stay begins on %(date)s.",
                date=format_date(self.env, self.date_start),
            ),
        }

    def _portal_next_ongoing(self):
        return {
            "who": self.sudo().visiting_id.name,
            "sentence": self.env._(
                "The stay lasts until %(date)s. Then the report is written.",
                date=format_date(self.env, self._last_day()),
            ),
        }

    def _portal_next_interrupted(self):
        return {
            "sentence": self.env._("The stay is interrupted. Your cluster says how it goes on.")
        }

    def _portal_next_reporting(self):
        return {
            "who": self.sudo().visiting_id.name,
            "sentence": self.env._("The visitor reports on the stay and proves it."),
        }

    def _portal_next_completed(self):
        if not self._next_state():
            return {"who": "", "sentence": self.env._("The exchange is complete. Thank you!")}
        if self._portal_side() != "visiting":
            return {"who": "", "sentence": self.env._("The exchange is complete. Thank you!")}
        return {"sentence": self._portal_payment_sentence()}

    def _portal_payment_sentence(self):
        amount = self._portal_amount()["amount"]
        if not self.payment_due:
            return self.env._("Your cluster pays %(amount)s.", amount=amount)
        date = format_date(self.env, self.payment_due)
        if self.payment_due < fields.Date.context_today(self):
            return self.env._(
                "Your cluster was to pay %(amount)s by %(date)s. Nothing there yet? Ask it.",
                amount=amount,
                date=date,
            )
        return self.env._("Your cluster pays %(amount)s by %(date)s.", amount=amount, date=date)

    def _portal_next_paid(self):
        if self._portal_side() != "visiting":
            return {"who": "", "sentence": self.env._("The exchange is complete. Thank you!")}
        return {
            "who": "",
            "sentence": self.env._(
                "%(amount)s were paid. The exchange is complete. Thank you!",
                amount=self._portal_amount()["amount"],
            ),
        }

    def _portal_next_refused(self):
        return {"who": "", "sentence": self.env._("This exchange was refused.")}

    def _portal_next_cancelled(self):
        return {"who": "", "sentence": self.env._("This exchange does not take place.")}
