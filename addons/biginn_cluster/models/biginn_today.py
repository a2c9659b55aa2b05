from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules.age import age

# A colour says the same everywhere: grey to know, blue waiting for us, amber waiting for others
# or running out, red refused or failing.
COLOURS = ("grey", "blue", "amber", "red")


class BiginnToday(models.AbstractModel):
    """What waits for the one who looks, under their own rights, in the clusters they work in.

    The cards are a registry: an addon above adds its own by `_inherit = "biginn.today"` and
    `return super()._cards() + [...]`. What makes a card, `_cards` says.
    """

    _name = "biginn.today"
    _description = "Today"

    # -- the registry ------------------------------------------------------------------

    @api.model
    def _cards(self):
        """Cards, each a dict. Override to add.

        key          name of the card, unique
        title        what waits
        explanation  one sentence: why, and what to do
        model        of the records that wait
        domain       which ones; record rules narrow it further
        date_field   since when (or until when) each waits; None when no date tells
        order        of "the next thing"; the oldest by `date_field` when it is left out
        action       xml id of the window action in which the list opens
        icon         Font Awesome name
        colour       one of COLOURS
        sequence     place on the screen
        button       what one click does with the next thing
        groups       optional: only for these groups, comma separated
        target       optional: function from a record of the card to the one to open
        """
        return []

    @api.model
    def _my_cards(self):
        """The cards whose records the current user may read, in their order."""
        cards = [
            card
            for card in self._cards()
            if (not card.get("groups") or self.env.user.has_groups(card["groups"]))
            and self.env[card["model"]].has_access("read")
        ]
        return sorted(cards, key=lambda card: card["sequence"])

    @api.model
    def _check_staff(self):
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            raise AccessError(self.env._("This page is for cluster staff."))

    # -- what the screen asks ----------------------------------------------------------

    @api.model
    @api.readonly
    def get_cards(self):
        """Counts and ages, one aggregate for each card.

        :return: `cards` (those with something waiting) and `quiet` (titles of the others)
        :rtype: dict
        """
        self._check_staff()
        cards, quiet = [], []
        for card in self._my_cards():
            count, since = self._count(card)
            if count:
                cards.append(self._shown(card, count, since))
            else:
                quiet.append(card["title"])
        return {"cards": cards, "quiet": quiet}

    @api.model
    @api.readonly
    def open_list(self, key):
        """The window action with all that waits on one card."""
        card = self._card(key)
        action = self.env["ir.actions.act_window"]._for_xml_id(card["action"])
        views = sorted(action["views"], key=lambda view: view[1] != "list")
        return {
            **action,
            "name": card["title"],
            "display_name": card["title"],
            "domain": list(Domain(card["domain"])),
            "context": {"create": False},
            "views": views,
        }

    @api.model
    @api.readonly
    def open_next(self, key):
        """The form of the next thing on one card: what has waited longest."""
        card = self._card(key)
        order = card.get("order") or self._oldest_first(card)
        record = self.env[card["model"]].search(card["domain"], order=order, limit=1)
        if not record:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._("Nothing waits here any more: it is done."),
                },
            }
        record = card["target"](record) if card.get("target") else record
        return {
            "type": "ir.actions.act_window",
            "name": card["title"],
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # -- one card ----------------------------------------------------------------------

    @api.model
    def _card(self, key):
        self._check_staff()
        for card in self._my_cards():
            if card["key"] == key:
                return card
        raise AccessError(self.env._("There is no such card, or it is not for you."))

    @api.model
    def _count(self, card):
        """(how many, the earliest date) of what waits on a card."""
        aggregates = ["__count"]
        if card["date_field"]:
            aggregates.append(f"{card['date_field']}:min")
        [row] = self.env[card["model"]]._read_group(card["domain"], [], aggregates)
        return row[0], (row[1] if card["date_field"] else None)

    @api.model
    def _oldest_first(self, card):
        return f"{card['date_field']} asc nulls first, id" if card["date_field"] else "id"

    @api.model
    def _shown(self, card, count, since):
        return {
            "key": card["key"],
            "title": card["title"],
            "explanation": card["explanation"],
            "icon": card["icon"],
            "colour": card["colour"],
            "meaning": self._meaning(card["colour"]),
            "button": card["button"],
            "count": count,
            "age": self._age_sentence(since),
        }

    @api.model
    def _meaning(self, colour):
        """Never colour alone, always a word."""
        return {
            "grey": self.env._("To know"),
            "blue": self.env._("Waits for us"),
            "amber": self.env._("Running out"),
            "red": self.env._("Needs mending"),
        }[colour]

    @api.model
    def _age_sentence(self, since):
        code, days = age(self._local_day(since), fields.Date.context_today(self))
        if code == "past" and days == 1:
            return self.env._("oldest since yesterday")
        if code == "future" and days == 1:
            return self.env._("first tomorrow")
        return {
            "none": lambda: "",
            "today": lambda: self.env._("since today"),
            "past": lambda: self.env._("oldest %(days)s days", days=days),
            "future": lambda: self.env._("first in %(days)s days", days=days),
        }[code]()

    @api.model
    def _local_day(self, moment):
        if isinstance(moment, datetime):
            return fields.Datetime.context_timestamp(self, moment).date()
        return moment or None
