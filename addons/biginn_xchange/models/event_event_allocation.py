import logging
import threading
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

from psycopg2 import Error as DatabaseError
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..rules import allocation

_logger = logging.getLogger(__name__)

# First half of the key of the lock; the second one is the event.
LOCK_CLASS = 0x42474E41
# Decisions stored in one transaction, and how often one run looks again before it leaves the rest
# to the cron.
BATCH = 100
ROUNDS = 200
LIVE = ("requested", "waiting", "offered", "placed")
CRON = "biginn_xchange.ir_cron_agenda_places"

# Of the threads of this process only one tries for an event at a time, so that those who would
# not get the lock need no second connection to find that out.
_trying = set()
_trying_lock = threading.Lock()


@contextmanager
def _alone(key):
    """Whether this thread is the only one of the process that is at it."""
    with _trying_lock:
        is_alone = key not in _trying
        if is_alone:
            _trying.add(key)
    try:
        yield is_alone
    finally:
        if is_alone:
            with _trying_lock:
                _trying.discard(key)


class EventEvent(models.Model):
    """The allocator: the only one who gives places, in short transactions of its own.

    Whoever asks, cancels or answers writes nothing but the own rows, commits, and then tries to
    become the allocator of the event. Under REPEATABLE READ a lock taken in the same transaction
    would see what stood before it waited, and give a place twice; so the lock is one of the
    session, and what is decided on is read in a transaction that begins after it was taken. Who
    does not get the lock leaves: its own rows are committed, and the holder looks once more after
    it has let go. A cron sees to what a killed process has left.
    """

    _inherit = "event.event"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _allocate_after_commit(self):
        """Give places as soon as the current transaction is committed."""
        agendas = self.filtered("is_360")
        # while addons are installed the tables are not whole yet: the cron comes afterwards
        if not agendas or not self.env.registry.ready:
            return
        postcommit = self.env.cr.postcommit
        ids = postcommit.data.setdefault("biginn_allocate", set())
        if not ids:
            postcommit.add(lambda: self.browse(sorted(ids))._allocate_committed())
        ids.update(agendas.ids)

    def _allocate_committed(self):
        """After the commit nothing may fail any more: what is left undone the cron finds."""
        try:
            self._allocate_places()
        except Exception:
            _logger.exception("Places of %s are left to the scheduled action", self)

    def _allocate_places(self):
        """Give the places of these agendas, in transactions of its own; leave where another does.

        What the current transaction has not committed is not seen.
        """
        for event_id in self.ids:
            for _round in range(ROUNDS):
                with _alone((self.env.cr.dbname, event_id)) as is_alone:
                    if not is_alone or not self._allocate_locked(event_id):
                        break
                if not self._is_asked_for(event_id):
                    break
        return True

    @api.model
    def _cron_allocate_places(self):
        """The net: offers that have run out, what a killed process has left, and the news."""
        events = self.search(
            Domain("is_360", "=", True)
            & Domain("date_end", ">", fields.Datetime.now() - timedelta(days=1)),
            order="date_begin, id",
        )
        cron = self.env["ir.cron"]
        for event in events:
            event.registration_ids._recheck_held_back()
            if not cron._commit_progress(1):
                return
            event._allocate_places()
        self.env["event.registration"]._cron_tell_news()

    # ------------------------------------------------------------------
    # One at a time
    # ------------------------------------------------------------------

    @api.model
    def _allocate_locked(self, event_id):
        """Decide until nothing is left to decide; False if another process is at it."""
        with self._own_env() as env:
            cr = env.cr
            cr.execute(SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK_CLASS, event_id))
            if not cr.fetchone()[0]:
                return False
            try:
                # from here on what is read is what stands
                cr.commit()
                self._allocate_in_rounds(env["event.event"].browse(event_id))
            finally:
                cr.rollback()
                with suppress(DatabaseError):  # a broken connection has lost its lock by itself
                    cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK_CLASS, event_id))
                    cr.commit()
        return True

    @api.model
    def _allocate_in_rounds(self, event):
        for _round in range(ROUNDS):
            try:
                if not event.exists() or not event._allocate_round():
                    return
                event.env.cr.commit()
            except OperationalError as error:
                # somebody has changed the event, or one of the people, at the same moment
                if not isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                    raise
                event.env.cr.rollback()
            event.env.invalidate_all()

    @api.model
    def _is_asked_for(self, event_id):
        """Whether there is something to decide, in the eyes of a new transaction."""
        with self._own_env() as env:
            event = env["event.event"].browse(event_id)
            return bool(event.exists() and (event._decisions() or event._seats_asked_for()))

    @contextmanager
    def _own_env(self):
        with closing(self.env.registry.cursor()) as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _allocate_now(self):
        """The same in the current transaction: for data that is loaded, and for tests."""
        for event in self.sudo().filtered("is_360"):
            while event._allocate_round():
                pass
        return True

    def _hold_places(self):
        """Whoever gives places changes the event's row: two at the same moment are one too many.

        The later one has read what is true no more; PostgreSQL refuses it, and it begins anew.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE event_event SET write_date = write_date WHERE id IN %s", tuple(self.ids))
        )

    # ------------------------------------------------------------------
    # One round
    # ------------------------------------------------------------------

    def _allocate_round(self):
        """Do the next decisions; how many there were."""
        self.ensure_one()
        decisions = self._decisions()[:BATCH]
        if decisions:
            self._hold_places()
            self._carry_out(decisions)
        return len(decisions) + self._give_seats()

    def _decisions(self):
        now = fields.Datetime.now()
        return allocation.decide(self._place_requests(), self._place_terms(), now)

    def _place_terms(self):
        quotas = [
            allocation.Quota(quota.kind, quota._key_record().id or None, quota.seats)
            for quota in self.quota_ids
        ]
        tickets = self.event_ticket_ids.filtered("seats_max")
        quotas += [allocation.Quota("ticket", ticket.id, ticket.seats_max) for ticket in tickets]
        return allocation.Terms(
            capacity=self.seats_max if self.seats_limited and self.seats_max else None,
            quotas=tuple(quotas),
            offer_for=timedelta(hours=self.offer_hours),
            gives_until=self.date_begin,
        )

    def _place_requests(self):
        """Everybody who has a place, waits for one or asks for one."""
        registrations = self.env["event.registration"].search(
            Domain("event_id", "=", self.id)
            & (Domain("placement", "in", LIVE) | Domain("state", "in", ("open", "done"))),
            order="id",
        )
        registrations.organisation_id.fetch(["country_id"])
        return [registration._place_request() for registration in registrations]

    @api.model
    def _in_a_row(self, decisions):
        """Lists of decisions of one kind, in their order: who leaves makes room for who comes."""
        groups = []
        for one in decisions:
            if not groups or groups[-1][0].placement != one.placement:
                groups.append([])
            groups[-1].append(one)
        return groups

    def _carry_out(self, decisions):
        registrations = self.env["event.registration"]
        for group in self._in_a_row(decisions):
            placement = group[0].placement
            people = registrations.browse([one.number for one in group])._as_allocator()
            if placement == allocation.PLACED:
                people._set_placed()
            elif placement == allocation.RELEASED:
                people._set_released("expired")
            elif placement == allocation.OFFERED:
                people._set_offered(group[0].offer_until)
            else:
                people._set_waiting({one.number: one.rank for one in group})
        self.env.flush_all()
        self.env.ref(CRON)._trigger()
