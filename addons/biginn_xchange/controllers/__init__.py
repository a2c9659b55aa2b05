# programme, holidays, Can I go?
# candidates
# matches
# commitment and signatures
# states and the stay
from . import portal_exchange
# closing and travel
# money
# between clusters
