from . import access_list_sheet
from . import agenda_programme_report
from . import closing_report
from . import stay_certificate_report
from . import exchange_paper_report
