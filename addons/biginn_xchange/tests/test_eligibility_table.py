from odoo.tests import tagged

from odoo.addons.biginn_xchange.rules import eligibility

from .common import XchangeCommon

# Domain reference, section 3.2: generation x role x type. What each cell asks for:
#   free      allowed, no membership needed (it is itself the cluster)
#   member    allowed with a membership
#   approval  allowed with a membership, or with the agency's approval
#   no        not allowed, disputed, or not named in the call
TABLE = """
type                  1 visitor  1 host    2 visitor  2 host
cluster_organisation  free       free      free       free
scaleup_support       member     member    member     member
sme                   member     approval  member     approval
training_provider     no         no        no         member
large_company         no         no        no         member
public_authority      no         no        no         member
big_science           no         no        no         no
other                 no         no        no         no
"""
COLUMNS = [("cxc1", "visitor"), ("cxc1", "host"), ("cxc2", "visitor"), ("cxc2", "host")]
# what type and membership say, for a member and for a stranger
VERDICTS = {
    "free": (("type_ok", "member"), ("type_ok", "membership_not_needed")),
    "member": (("type_ok", "member"), ("type_ok", "membership_missing")),
    "approval": (("type_ok", "member"), ("type_ok", "membership_or_approval")),
    "no": (("type_refused", "member"), ("type_refused", "membership_missing")),
}
PASSING = {"type_ok", "member", "membership_not_needed"}


def cells():
    for line in TABLE.strip().splitlines()[1:]:
        kind, *words = line.split()
        for (programme, role), word in zip(COLUMNS, words, strict=True):
            yield programme, role, kind, word


@tagged("post_install", "-at_install")
class TestEligibilityTable(XchangeCommon):
    """Every type x role x generation x membership, as shipped."""

    def test_the_table_has_every_type(self):
        labels = self.env["res.partner"]._fields["organisation_type"]
        kinds = {kind for _programme, _role, kind, _word in cells()}
        self.assertEqual(kinds, set(dict(labels._description_selection(self.env))))

    def test_every_cell(self):
        asked = 0
        for programme, role, kind, word in cells():
            terms = self.env.ref(f"biginn_xchange.programme_{programme}")._rule_programme()
            for member, expected in zip((True, False), VERDICTS[word], strict=True):
                with self.subTest(programme=programme, role=role, kind=kind, member=member):
                    got = self._ask(terms, role, kind, member)
                    self.assertEqual(tuple(finding.code for finding in got), expected)
                    self.assertEqual(
                        [finding.ok for finding in got], [code in PASSING for code in expected]
                    )
                asked += 1
        self.assertEqual(asked, 64)

    def _ask(self, terms, role, kind, member):
        party = eligibility.Party("Asked", kind, "DK", member)
        other = eligibility.Party("Other", "cluster_organisation", "LT", True)
        parties = (party, other) if role == "visitor" else (other, party)
        visit = eligibility.Visit(terms.date_start, terms.date_start, 5)
        found = eligibility.eligibility(*parties, visit, terms)
        return [
            finding for finding in found if finding.rule in (f"{role}_type", f"{role}_membership")
        ]

    def test_an_exchange_says_the_same(self):
        """The whole way through the database, for the second generation."""
        programme = self.env.ref("biginn_xchange.programme_cxc2")
        strangers = {
            "visitor": self.new_organisation("Stranger A/S", country_id=self.denmark.id),
            "host": self.new_organisation("Stranger UAB", country_id=self.lithuania.id),
        }
        members = {"visitor": self.visiting_org, "host": self.host_org}
        names = {"visitor": "visiting_id", "host": "host_id"}
        for generation, role, kind, word in cells():
            if generation != "cxc2":
                continue
            for parties, expected in zip((members, strangers), VERDICTS[word], strict=True):
                party = parties[role]
                with self.subTest(role=role, kind=kind, party=party.name):
                    party.organisation_type = kind
                    exchange = self.new_exchange(
                        programme_id=programme.id, **{names[role]: party.id}
                    )
                    rules = (f"{role}_type", f"{role}_membership")
                    rows = exchange.finding_ids.filtered(lambda row, rules=rules: row.rule in rules)
                    self.assertEqual(tuple(rows.sorted("sequence").mapped("code")), expected)
