from odoo.http import Request


class RoutesCommon:
    """A stranger on every route of one addon; a route that nobody thought of fails.

    A class sets `addon`, `routes` ({(method, pattern): status for the public, for a portal user of
    no organisation of ours, for another member}), `secret`, which no answer may contain, and
    `variables` ({variable of a pattern: what to put in}); `login` is the way to the login page.
    """

    addon = secret = ""
    routes = {}
    variables = {}
    # core's own pages, which an addon only narrows
    not_ours = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobody = cls.new_user("nobody", "base.group_portal")

    def ours(self):
        """Every route of our controllers, by method and pattern."""
        http, found = self.env["ir.http"], set()
        for pattern, endpoint in http._generate_routing_rules(
            sorted(self.env.registry._init_modules), converters=http._get_converters()
        ):
            if not endpoint.func.__module__.startswith(f"odoo.addons.{self.addon}"):
                continue
            if self.not_ours and pattern.startswith(self.not_ours):
                continue
            methods = set(endpoint.routing["methods"] or {"GET"}) - {"HEAD", "OPTIONS"}
            found |= {(method, pattern) for method in methods}
        return found

    def address(self, pattern):
        """A route with what belongs to somebody else put in for its variables."""
        for variable, value in self.variables.items():
            pattern = pattern.replace(variable, str(value))
        self.assertNotIn("<", pattern, "a variable that this test does not know")
        return pattern

    def ask(self, method, pattern, **data):
        """A POST with values, a GET without."""
        values = {"data": data} if method == "POST" else {}
        return self.url_open(self.address(pattern), allow_redirects=False, **values)

    def outcome(self, answer):
        if answer.status_code in (302, 303) and "/web/login" in answer.headers["Location"]:
            return "login"
        return answer.status_code

    def test_no_route_is_missing(self):
        self.assertEqual(self.ours() ^ set(self.routes), set())

    def test_strangers(self):
        for column, user in enumerate((None, self.nobody, self.stranger)):
            self.authenticate(user and user.login, user and user.login)
            for (method, pattern), expected in self.routes.items():
                answer = self.ask(
                    method, pattern, csrf_token=Request.csrf_token(self), website="no address"
                )
                with self.subTest(route=pattern, method=method, user=user and user.login):
                    what = f"{method} {pattern} as {user and user.login}"
                    self.assertEqual(self.outcome(answer), expected[column], what)
                    self.assertNotIn(self.secret, answer.text, what)

    def test_forged_form_is_refused(self):
        """No route that writes takes a request without the token of the own session."""
        self.authenticate(self.member_editor.login, self.member_editor.login)
        for method, pattern in self.routes:
            if method == "POST":
                answer = self.ask(method, pattern, website="x")
                with self.subTest(route=pattern):
                    self.assertEqual(answer.status_code, 400, pattern)
