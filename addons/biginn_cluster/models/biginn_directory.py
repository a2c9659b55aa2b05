from odoo import api, models
from odoo.fields import Domain

from ..rules import directory as rule
from .res_partner_directory import CARD_FIELDS, DIRECTORY_PATH

# Which filters look at the organisation itself, and at which field.
PARTNER_FIELDS = {"country": "country_id", "type": "organisation_type", "size": "size_class"}
CAPABILITY_FIELDS = {"domain": "domain_id", "work": "work_kind_id"}


class BiginnDirectory(models.AbstractModel):
    """The public directory's list: what a question finds, and how many each filter would find.

    Works in sudo, for strangers have no rights: every search starts from
    `res.partner._biginn_directory_domain`, and only plain values leave. The number of queries
    does not depend on the number of members.
    """

    _name = "biginn.directory"
    _description = "Public directory of members"

    @api.model
    def _answer(self, raw, page=1):
        """All that the list page shows for the arguments of an address."""
        # sudo: see the class
        directory = self.sudo()
        query = rule.read_query(raw, page)
        choices = directory._choices(query)
        query = directory._understood(query, choices)
        facets, total = directory._facets(query, choices)
        query = query.on_page(min(query.page, rule.page_count(total)))
        partners = directory.env["res.partner"].search_fetch(
            directory._domain(query, choices),
            CARD_FIELDS,
            offset=(query.page - 1) * rule.PAGE_SIZE,
            limit=rule.PAGE_SIZE,
        )
        return {
            "search": query.search,
            "total": total,
            "page": query.page,
            "arguments": query.arguments(),
            "filtered": bool(query.arguments()),
            "path": DIRECTORY_PATH,
            # every combination of filters is one and the same list to a search engine
            "canonical": directory.env["res.partner"]._biginn_directory_absolute(
                DIRECTORY_PATH if query.arguments() else query.address(DIRECTORY_PATH)
            ),
            "cards": partners._biginn_directory_cards(),
            "facets": facets,
            "chips": directory._chips(query, facets),
        }

    # -- from words in an address to records -----------------------------------------

    def _choices(self, query):
        """{filter: {value in the address: what the field holds}}, for small lists completely."""
        labels = self.env["res.partner"]._fields
        domains = self.env["biginn.technology.domain"].search(Domain.TRUE)
        kinds = self.env["biginn.work.kind"].search(Domain.TRUE)
        return {
            "domain": {domain.code.casefold(): domain.id for domain in domains},
            "work": {kind.code.casefold(): kind.id for kind in kinds},
            "type": {
                value: value
                for value, _label in labels["organisation_type"]._description_selection(self.env)
                if value != "big_science"
            },
            "size": {
                value: value
                for value, _label in labels["size_class"]._description_selection(self.env)
            },
            "country": self._country_choice(query),
            "reference": self._reference_choice(query),
            "words": self._found_by_words(query),
        }

    def _found_by_words(self, query):
        """Organisations that have all the words, looked up once for the list and all counts."""
        if not query.words:
            return []
        partners = self.env["res.partner"]
        words = Domain.AND(self._word_domain(word) for word in query.words)
        return partners.search(partners._biginn_directory_domain() & words, order="id").ids

    def _country_choice(self, query):
        code = query.filters.get("country", "")
        if len(code) != 2:
            return {}
        country = self.env["res.country"].search([("code", "=", code.upper())], limit=1)
        return {country.code.casefold(): country.id} if country else {}

    def _reference_choice(self, query):
        value = query.filters.get("reference", "")
        _slug, number = self.env["ir.http"]._unslug(value)
        if not rule.is_id(number):
            return {}
        domain = [("id", "=", number), ("organisation_type", "=", "big_science")]
        organisation = self.env["res.partner"].search(domain)
        return {value.casefold(): organisation.id} if organisation else {}

    def _understood(self, query, choices):
        """The question without filters whose value nobody knows."""
        for name, value in query.filters.items():
            if value.casefold() not in choices[name]:
                page = query.page
                query = query.without(name).on_page(page)
        return query

    def _wanted(self, query, choices, name):
        value = query.filters.get(name)
        return choices[name].get(value.casefold()) if value else None

    # -- domains ---------------------------------------------------------------------

    def _domain(self, query, choices):
        """Organisations that the question finds."""
        domain = self._partner_domain(query, choices)
        capability = self._capability_domain(query, choices)
        if not capability.is_true():
            domain &= Domain("capability_ids", "any", capability)
        return domain

    def _partner_domain(self, query, choices):
        """All parts of the question but those about one capability."""
        domain = self.env["res.partner"]._biginn_directory_domain()
        for name, field in PARTNER_FIELDS.items():
            wanted = self._wanted(query, choices, name)
            if wanted:
                domain &= Domain(field, "=", wanted)
        customer = self._wanted(query, choices, "reference")
        if customer:
            domain &= Domain(
                "big_science_reference_ids",
                "any",
                [("big_science_id", "=", customer), ("publishable", "=", True)],
            )
        return domain & Domain("id", "in", choices["words"]) if query.words else domain

    def _word_domain(self, word):
        """A word stands in the name, in the text, or in what the organisation can do or offers."""
        capability = Domain.OR(
            Domain(name, "ilike", word)
            for name in ("description", "domain_id.name", "work_kind_id.name")
        )
        product = Domain("name", "ilike", word) | Domain("description", "ilike", word)
        return (
            Domain("name", "ilike", word)
            | Domain("profile_description", "ilike", word)
            | Domain("capability_ids", "any", capability)
            | Domain("product_ids", "any", product)
        )

    def _capability_domain(self, query, choices):
        """Domain and kind of work are asked of one and the same capability."""
        return Domain.AND(
            Domain(field, "=", wanted)
            for name, field in CAPABILITY_FIELDS.items()
            if (wanted := self._wanted(query, choices, name))
        )

    # -- counts ----------------------------------------------------------------------

    def _facets(self, query, choices):
        """Per filter the values one may choose, with how many organisations each would find.

        A filter counts under all the others, so that its own choice can be changed; those that
        are not set share one query.

        :return: (list of facets, number of organisations found)
        """
        counts, total, query = {}, 0, query.on_page(1)
        for question, names in self._questions(query):
            own = [name for name in names if name in PARTNER_FIELDS]
            if own or question == query:
                found, number = self._count_partners(question, choices, own)
                counts |= found
                total = number if question == query else total
            counts |= self._count_capabilities(
                question, choices, [name for name in names if name in CAPABILITY_FIELDS]
            )
            if "reference" in names:
                counts["reference"] = self._count_references(question, choices)
        facets = [self._facet(name, query, choices, counts[name]) for name in rule.FILTERS]
        return facets, total

    def _questions(self, query):
        """[(question, filters counted by it)], the question itself first."""
        open_filters = [name for name in rule.FILTERS if name not in query.filters]
        return [(query, open_filters)] + [
            (query.without(name), [name]) for name in rule.FILTERS if name in query.filters
        ]

    def _count_partners(self, query, choices, names):
        """({filter: [(value, count)]}, number of organisations) in one query."""
        found = self.env["res.partner"]._read_grouping_sets(
            self._domain(query, choices),
            [[PARTNER_FIELDS[name]] for name in names] + [[]],
            ["__count"],
        )
        # when no organisation has the words, nothing is asked and nothing answered
        return dict(zip(names, found, strict=False)), found[-1][0][0] if found[-1] else 0

    def _count_capabilities(self, query, choices, names):
        if not names:
            return {}
        domain = self._capability_domain(query, choices) & Domain(
            "partner_id", "any", self._partner_domain(query, choices)
        )
        found = self.env["biginn.capability"]._read_grouping_sets(
            domain,
            [[CAPABILITY_FIELDS[name]] for name in names],
            ["partner_id:count_distinct"],
        )
        return dict(zip(names, found, strict=True))

    def _count_references(self, query, choices):
        return self.env["biginn.reference"]._read_group(
            Domain("publishable", "=", True)
            & Domain("partner_id", "any", self._domain(query, choices)),
            ["big_science_id"],
            ["partner_id:count_distinct"],
        )

    # -- what the page says about a filter -------------------------------------------

    def _facet(self, name, query, choices, counts):
        """A filter as a list of choices with their counts, the chosen one marked.

        The chosen one stands there also when nothing is found with it.
        """
        wanted = self._wanted(query, choices, name)
        options = [
            {**option, "count": count, "chosen": getattr(value, "id", value) == wanted}
            for value, count in counts
            if (option := self._option(name, value))
        ]
        if wanted and not any(option["chosen"] for option in options):
            value = wanted if name in ("type", "size") else self._record(name, wanted)
            options.append({**self._option(name, value), "count": 0, "chosen": True})
        order = {value: number for number, value in enumerate(self._selection(name))}
        options.sort(
            key=lambda option: (order.get(option["value"], 0), option["label"].casefold())
        )
        return {
            "name": name,
            "label": self._label(name),
            "all": self._all_label(name),
            "options": options,
        }

    def _record(self, name, number):
        model = {
            "domain": "biginn.technology.domain",
            "work": "biginn.work.kind",
            "country": "res.country",
            "reference": "res.partner",
        }[name]
        return self.env[model].browse(number)

    def _option(self, name, value):
        """Address value and word of one choice; nothing for organisations that have none."""
        if not value:
            return None
        if name in ("type", "size"):
            if value == "big_science":
                return None
            return {"value": value, "label": self._selection(name)[value]}
        if name == "country":
            return {"value": (value.code or "").casefold(), "label": value.name}
        if name == "reference":
            label = value.big_science_short_name or value.name
            return {"value": self.env["ir.http"]._slug((value.id, label)), "label": label}
        return {"value": value.code.casefold(), "label": value.name}

    def _selection(self, name):
        if name not in ("type", "size"):
            return {}
        field = self.env["res.partner"]._fields[PARTNER_FIELDS[name]]
        return dict(field._description_selection(self.env))

    def _label(self, name):
        return {
            "domain": self.env._("Technology domain"),
            "work": self.env._("Kind of work"),
            "country": self.env._("Country"),
            "type": self.env._("Type"),
            "size": self.env._("Size"),
            "reference": self.env._("Has worked for"),
        }[name]

    def _all_label(self, name):
        return {
            "domain": self.env._("All domains"),
            "work": self.env._("All kinds of work"),
            "country": self.env._("All countries"),
            "type": self.env._("All types"),
            "size": self.env._("All sizes"),
            "reference": self.env._("Any Big Science organisation"),
        }[name]

    def _chips(self, query, facets):
        """What is set, each with the address of the question without it."""
        chips = []
        if query.search:
            chips.append({"label": f"“{query.search}”", "name": "search"})
        for facet in facets:
            value = query.filters.get(facet["name"])
            if value:
                chosen = [option["label"] for option in facet["options"] if option["chosen"]]
                chips.append({"label": (chosen or [value])[0], "name": facet["name"]})
        return [
            {**chip, "url": query.without(chip["name"]).address(DIRECTORY_PATH)} for chip in chips
        ]
