from . import agenda_programme_report
