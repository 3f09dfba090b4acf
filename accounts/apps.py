from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, what they may do, how they prove it."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import known, sessions
        from accounts.fresh import fresh_mfa
        from audit import officers
        from audit.names import SOURCES
        from foundation.periodic import periodic

        periodic("accounts.sessions", every_s=60)(sessions.sweep)
        SOURCES.name_of, SOURCES.sites = known.name_of, known.sites
        officers.SOURCES.holds = known.holds
        officers.SOURCES.fresh = lambda view, back: fresh_mfa(back=back)(view)
