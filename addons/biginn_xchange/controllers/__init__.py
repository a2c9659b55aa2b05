# programme, holidays, Can I go?
from . import can_i_go

# candidates
from . import portal_candidate

# matches
from . import portal_matching

# commitment and signatures
from . import portal_signing
from . import portal_building

# states and the stay
from . import portal_exchange

# closing and travel
from . import portal_closing
from . import portal_evidence

# money
from . import portal_exchange_money

# between clusters
from . import exchange_confirm

# registration at agendas
from . import portal_agenda

# identity data for visits
from . import agenda_access
from . import portal_agenda_access

# calendars and public pages of agendas
from . import agenda_calendar
from . import agenda_public

# feedback on agendas
from . import portal_agenda_feedback
