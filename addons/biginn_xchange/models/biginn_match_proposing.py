from odoo import api, models
from odoo.fields import Domain

from ..rules.matching_pass import best_hosts

BATCH = 100


class BiginnMatch(models.Model):
    """Proposals one by one, and those that the night makes where a programme wants it."""

    _inherit = "biginn.match"

    @api.model
    def _propose(self, visitor, host, **values):
        """The match of these two: the one that stands, else a new one."""
        pair = Domain("visitor_id", "=", visitor.id) & Domain("host_id", "=", host.id)
        # sudo: whether the pair stands already; making it asks for the rights
        standing = self.sudo().search(pair).with_env(self.env)
        return standing or self.create({"visitor_id": visitor.id, "host_id": host.id, **values})

    @api.model
    def _cron_propose(self, batch=BATCH):
        """Propose each visitor that has nobody to its best host; run again, nothing twice."""
        cron = self.env["ir.cron"]
        programmes = self.env["biginn.programme"].search([("match_nightly", "=", True)])
        work = [(programme, self._waiting_visitors(programme)) for programme in programmes]
        cron._commit_progress(remaining=sum(len(visitors) for _programme, visitors in work))
        for programme, visitors in work:
            for start in range(0, len(visitors), batch):
                some = visitors[start : start + batch]
                self._propose_best(programme, some)
                if not cron._commit_progress(len(some)):
                    return

    @api.model
    def _waiting_visitors(self, programme):
        return self.env["biginn.candidate"].search(
            [
                ("programme_id", "=", programme.id),
                ("role", "=", "visitor"),
                ("state", "=", "accepted"),
                ("has_match", "=", False),
            ],
            order="submitted_on, id",
        )

    @api.model
    def _propose_best(self, programme, visitors):
        """Propose the best host of each, above the programme's lowest score.

        A host is proposed to as many as it has places, those who wait longest first.
        """
        # sudo: hosts of all clusters, of which nothing but the pair is stored
        hosts_sudo = self.env["biginn.match.desk"]._pool_sudo(programme, "host")
        asking = visitors.sudo()._rule_match_candidates()
        offers = hosts_sudo._rule_match_candidates()
        places = {host.key: host.places for host in offers}
        for host in hosts_sudo:
            waiting = host.host_match_ids.filtered(
                lambda one: one.state in ("proposed", "accepted")
            )
            places[host.id] -= len(waiting)
        found = best_hosts(asking, offers, programme._rule_match_terms())
        made = self.browse()
        for visitor, best in zip(visitors, found, strict=True):
            for score, host in best:
                if score >= programme.match_least_score and places[host.key] > 0:
                    places[host.key] -= 1
                    made |= self._propose(visitor, hosts_sudo.browse(host.key))
                    break
        return made
