OPERATIONS = ("read", "write", "create", "unlink")


class MatrixCommon:
    """Every role × every model × every operation of one addon.

    A class sets `addon`, `matrix` ({model: (whose it is, …)}), `records` (one of each model),
    `users` ({role: user}) and answers in `allowed` what each role may do, by first letters.
    """

    addon = ""
    matrix = {}
    # the same for everybody; lives as long as a window is open: asked of the model
    shared = ("catalogue", "dialogue")

    def allowed(self, model):
        """{role: letters of the operations}"""
        raise NotImplementedError

    def record(self, model):
        """The one of `records`; of a catalogue else one of the data."""
        scope = self.matrix[model][0]
        if scope == "dialogue":
            return self.env[model]
        if scope == "catalogue" and model not in self.records:
            return self.env[model].search([], limit=1)
        return self.records[model]

    def test_matrix(self):
        for model in self.matrix:
            record, allowed = self.record(model), self.allowed(model)
            self.assertTrue(record or self.matrix[model][0] == "dialogue", model)
            for role, user in self.users.items():
                theirs = record.with_user(user)
                found = "".join(
                    operation[0] for operation in OPERATIONS if theirs.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, allowed[role], f"{role} and {model}")

    def test_what_one_may_not_read_is_not_found_either(self):
        for model, (scope, *_letters) in self.matrix.items():
            if scope in self.shared:
                continue
            record, allowed = self.record(model), self.allowed(model)
            for role, user in self.users.items():
                theirs = self.env[model].with_user(user)
                if not theirs.has_access("read"):
                    continue
                with self.subTest(model=model, role=role):
                    found = theirs.search([("id", "in", record.ids)])
                    self.assertEqual(bool(found), "r" in allowed[role], f"{role} and {model}")

    def test_no_model_is_missing(self):
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == self.addon and not model._abstract
        }
        self.assertEqual(ours ^ set(self.matrix), set())
