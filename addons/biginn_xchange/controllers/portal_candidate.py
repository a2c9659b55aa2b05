from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal
from odoo.addons.biginn_cluster.rules.portal_columns import TICKED

from ..models.biginn_candidate_form import SEND
from ..models.biginn_candidate_portal import CARRIED

LIST = "/my/candidates"
NEW = f"{LIST}/new"
ONE = f"{LIST}/<int:candidate_id>"
SAVED = ("later", "sent", "withdrawn", "reopened")
SHOWN_MAX = 100


class BiginnPortalCandidate(BiginnPortal):
    """Applying as visitor, as host or as both, in steps that are each kept at once."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "candidate_count" in counters:
            organisation = self._own_organisation()
            values["candidate_count"] = (
                request.env["biginn.candidate"].search_count(self._candidate_domain(organisation))
                if organisation
                else 0
            )
        return values

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @route(LIST, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_candidates(self, **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        candidates = request.env["biginn.candidate"].search(
            self._candidate_domain(organisation), order="id desc", limit=SHOWN_MAX
        )
        values = self._candidate_values("my_candidates", organisation)
        values["rows"] = candidates._portal_rows()
        return request.render("biginn_xchange.portal_candidates", values)

    @route(ONE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_candidate(self, candidate_id, saved="", **_kw):
        candidate = self._own_candidate(candidate_id)
        return self._render_candidate(candidate, saved=saved if saved in SAVED else "")

    def _render_candidate(self, candidate, saved="", error="", status=200):
        values = self._candidate_values("my_candidate", candidate.partner_id)
        cannot = candidate._get_cannot_apply_reason()
        values.update(
            candidate=candidate,
            row=candidate._portal_row(),
            twin=candidate.twin_id._portal_row() if candidate.twin_id else None,
            summary=candidate._portal_summary(),
            cannot_apply_reason=cannot,
            can_change=not candidate._get_cannot_change_reason(),
            can_withdraw=not cannot and candidate.state in candidate._moves()["withdrawn"],
            can_reopen=not cannot and candidate.state == "withdrawn",
            cv=self._candidate_cv(candidate),
            saved=saved,
            error=error,
        )
        return request.render("biginn_xchange.portal_candidate", values, status=status)

    # ------------------------------------------------------------------
    # Begin
    # ------------------------------------------------------------------

    @route(NEW, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_candidate_new(self, **params):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        texts = request.env["biginn.candidate"]._portal_prefill(params)
        return self._render_candidate_new(organisation, {"role": "visitor", **texts})

    @route(NEW, type="http", auth="user", website=True, methods=["POST"])
    def my_candidate_begin(self, **post):
        organisation = self._own_organisation()
        if not organisation:
            raise Forbidden()
        candidates = request.env["biginn.candidate"]
        texts = self._candidate_texts(candidates._portal_step_role(), post)
        texts.update({name: post[name] for name in CARRIED if isinstance(post.get(name), str)})
        candidate, errors = candidates._portal_begin(texts)
        if errors:
            return self._render_candidate_new(organisation, texts, errors, status=422)
        return request.redirect(f"{LIST}/{candidate.id}/edit/why")

    def _render_candidate_new(self, organisation, texts, errors=None, status=200):
        candidates = request.env["biginn.candidate"]
        step = candidates._portal_step_role()
        values = self._candidate_values("my_candidate_new", organisation)
        values.update(
            candidate=candidates,
            steps=list(candidates._portal_steps().values()),
            step=step,
            options={column.name: candidates._portal_choices(column) for column in step.columns},
            form={"contact_id": str(request.env.user.partner_id.id), **texts},
            carried={name: texts[name] for name in CARRIED if texts.get(name)},
            missing={},
            errors=errors or {},
            person=None,
            cv=None,
            no_programme=not candidates._portal_programmes(),
        )
        return request.render("biginn_xchange.portal_candidate_form", values, status=status)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    # not readonly: before sending, what the rules say is asked anew and kept
    @route(f"{ONE}/edit/<string:step>", type="http", auth="user", website=True, methods=["GET"])
    def my_candidate_step(self, candidate_id, step, **_kw):
        candidate = self._own_candidate(candidate_id)
        if candidate._get_cannot_change_reason():
            return request.redirect(f"{LIST}/{candidate.id}")
        shown = self._candidate_step(candidate, step)
        return self._render_candidate_step(candidate, shown, candidate._portal_texts(shown))

    @route(f"{ONE}/edit/<string:step>", type="http", auth="user", website=True, methods=["POST"])
    def my_candidate_step_save(self, candidate_id, step, **post):
        candidate = self._changeable_candidate(candidate_id)
        shown = self._candidate_step(candidate, step)
        if shown.name == SEND:
            return self._candidate_send(candidate, shown)
        if post.get("action") == "remove_cv":
            candidate._portal_remove_cv()
            return request.redirect(f"{LIST}/{candidate.id}/edit/{shown.name}")
        texts = self._candidate_texts(shown, post)
        errors = candidate._portal_save(shown.name, texts, self._file("cv_id"))
        if errors:
            return self._render_candidate_step(candidate, shown, texts, errors, status=422)
        return request.redirect(self._candidate_after(candidate, shown, post.get("action")))

    def _candidate_after(self, candidate, shown, action):
        page = f"{LIST}/{candidate.id}"
        names = list(candidate._portal_steps())
        index = names.index(shown.name)
        if action == "later":
            return f"{page}?saved=later"
        if action == "back":
            return f"{page}/edit/{names[max(index - 1, 0)]}"
        return f"{page}/edit/{names[index + 1]}"

    def _render_candidate_step(self, candidate, shown, texts, errors=None, status=200):
        values = self._candidate_values("my_candidate_edit", candidate.partner_id)
        values.update(
            candidate=candidate,
            row=candidate._portal_row(),
            steps=list(candidate._portal_steps().values()),
            step=shown,
            options={column.name: candidate._portal_choices(column) for column in shown.columns},
            form=texts,
            carried={},
            missing=candidate._portal_missing(),
            errors=errors or {},
            person=candidate._portal_person(),
            cv=self._candidate_cv(candidate),
            no_programme=False,
        )
        if shown.name == SEND:
            values["findings"] = candidate._portal_findings()
            values["summary"] = candidate._portal_summary()
        return request.render("biginn_xchange.portal_candidate_form", values, status=status)

    def _candidate_send(self, candidate, shown):
        sentences = candidate._portal_send()
        if sentences:
            errors = {"form": "\n".join(sentences)}
            return self._render_candidate_step(candidate, shown, {}, errors, status=422)
        return request.redirect(f"{LIST}/{candidate.id}?saved=sent")

    # ------------------------------------------------------------------
    # Withdraw, begin anew
    # ------------------------------------------------------------------

    @route(f"{ONE}/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def my_candidate_withdraw(self, candidate_id, reason="", **_post):
        candidate = self._own_candidate(candidate_id)
        if candidate._get_cannot_apply_reason():
            raise Forbidden()
        error = candidate._portal_withdraw(reason if isinstance(reason, str) else "")
        if error:
            return self._render_candidate(candidate, error=error, status=422)
        return request.redirect(f"{LIST}/{candidate.id}?saved=withdrawn")

    @route(f"{ONE}/reopen", type="http", auth="user", website=True, methods=["POST"])
    def my_candidate_reopen(self, candidate_id, **_post):
        candidate = self._own_candidate(candidate_id)
        if candidate._get_cannot_apply_reason():
            raise Forbidden()
        error = candidate._portal_reopen()
        if error:
            return self._render_candidate(candidate, error=error, status=422)
        return request.redirect(f"{LIST}/{candidate.id}?saved=reopened")

    # ------------------------------------------------------------------
    # Who asks, for what
    # ------------------------------------------------------------------

    def _candidate_domain(self, organisation):
        return [("partner_id", "=", organisation.id)]

    def _own_candidate(self, candidate_id):
        """An application of the member's own organisation, with the member's own rights."""
        organisation = self._own_organisation()
        candidates = request.env["biginn.candidate"]
        if organisation and candidate_id <= 2**31 - 1:
            domain = [*self._candidate_domain(organisation), ("id", "=", candidate_id)]
            candidates = candidates.search(domain)
        if not candidates:
            raise NotFound()
        return candidates

    def _changeable_candidate(self, candidate_id):
        candidate = self._own_candidate(candidate_id)
        if candidate._get_cannot_apply_reason():
            raise Forbidden()
        if candidate._get_cannot_change_reason() and candidate.state != "submitted":
            raise Forbidden()
        return candidate

    def _candidate_step(self, candidate, name):
        step = candidate._portal_steps().get(name)
        if not step:
            raise NotFound()
        return step

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _candidate_values(self, page_name, organisation):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": page_name,
            "organisation": organisation,
        }

    def _candidate_cv(self, candidate):
        """Name and number of the CV, for those who may have it."""
        cv_sudo = candidate._handed_in_sudo()
        return {"id": cv_sudo.id, "name": cv_sudo.name} if cv_sudo else None

    def _candidate_texts(self, step, post):
        """What was typed into the inputs of a step; of boxes that are not ticked nothing comes."""
        texts = self._texts(post)
        typed = {}
        for column in step.columns:
            key = f"records-{column.name}" if column.kind == "records" else column.name
            if key in texts or column.kind in TICKED:
                typed[column.name] = texts.get(key, "")
        return typed
