import base64
import struct
import zlib

# the smallest picture there is
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def picture(number):
    """A picture of its own: the text in it does not show."""
    chunk = b"tEXtnote\x00%d" % number
    part = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return PNG[:33] + part + PNG[33:]


class ClosingBuilders:
    """The end of a stay: the visitor's report and a piece of evidence."""

    # what a closing report cannot do without
    ANSWERS = {
        "goals_reached": "fully",
        "outcomes": "A joint offer for cryostats.",
        "rating_programme": 4,
        "rating_partner": 5,
        "rating_support": 3,
        "rating_overall": 4,
        "business_expected": "maybe",
        "amount_band": "50k_250k",
        "publicity": "anonymous",
    }

    @classmethod
    def close(cls, exchange):
        """Handed in on paper and found good; the exchange is as its staff see it."""
        report = exchange.report_ids.filtered(lambda report: report.side == "visitor")
        report.write(cls.ANSWERS)
        report.action_submit()
        report.action_validate()
        cls.new_evidence(exchange).action_accept()

    @classmethod
    def new_evidence(cls, exchange, content=PNG, **values):
        """A photo that staff have entered."""
        return exchange.env["biginn.exchange.evidence"].create(
            {
                "exchange_id": exchange.id,
                "kind": "photo",
                "paper": base64.b64encode(content),
                "paper_name": "group.png",
                **values,
            }
        )
