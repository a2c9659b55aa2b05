from . import agenda_programme_report
from . import exchange_paper_report
