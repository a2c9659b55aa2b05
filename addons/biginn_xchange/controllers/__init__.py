# programme, holidays, Can I go?
# candidates
# matches
# commitment and signatures
# states and the stay
# closing and travel
# money
# between clusters
