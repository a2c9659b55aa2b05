from odoo import api, models
from odoo.fields import Command

# Items of the agenda in Lund: who speaks, what to wear, how one gets in, who chooses,
# and which visit asks who comes.
DETAILS = {
    "item_2": {
        "dress_code": "Closed shoes",
        "access_notes": "Gate at the visitor reception, with the passport that was announced.",
        "needs_access_data": True,
    },
    "item_4": {"speakers": ["nordic_vacuum", "oresund_cryo"]},
    "item_5": {"is_optional": True, "capacity": 12, "speakers": ["fjord_magnetics"]},
    "item_15": {"speakers": ["vejle_controls", "roskilde_detectors"]},
}


class BiginnDemo(models.AbstractModel):
    """The agenda in Lund as it is being built: choices, speakers, and something to look at."""

    _inherit = "biginn.demo"

    @api.model
    def _load_programmes(self):
        demo = self._quiet()
        for name, values in DETAILS.items():
            values = dict(values)
            people = [demo._demo(f"{one}_contact") for one in values.pop("speakers", [])]
            if people:
                values["speaker_ids"] = [Command.set([person.id for person in people])]
            demo._demo(f"agenda_ess_{name}").write(values)
        demo._make_choice()
        return True

    @api.model
    def _make_choice(self):
        """Beside the meetings another visit to choose, whose guide is in both by mistake."""
        if self._demo("agenda_ess_choice"):
            return
        meetings = self._demo("agenda_ess_item_5")
        choice = self.env["biginn.agenda.item"].create(
            {
                "event_id": meetings.event_id.id,
                "name": "Test stands for magnets and cavities",
                "kind": "visit",
                "start": meetings.start,
                "stop": meetings.stop,
                "place_id": self._demo("place_ess_site").id,
                "big_science_id": meetings.big_science_id.id,
                "capacity": 12,
                "is_optional": True,
                "speaker_ids": [Command.set(meetings.speaker_ids.ids)],
            }
        )
        self._named("biginn_xchange", "agenda_ess_choice", choice)
