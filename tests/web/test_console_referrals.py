"""Nadia refers Callum from prison at the console; Asha accepts him, or Priya says why not."""

from __future__ import annotations

from datetime import timedelta

from bot.store import referrals as rows
from bot.store import staff
from tests.web.console_scene import Scene, follow, press


def typed(hope_house: Scene, **changes: str) -> dict[str, str]:
    with hope_house.bot.db.look() as work:
        bridge = next(str(one.id) for one in staff.teams(work) if one.name == "Bridge")
    return {
        "to_team_id": bridge, "first_name": "Jade", "last_name": "Cole", "release_day-day": "2", "consent": "agreed",
        "release_day-month": "4", "release_day-year": "2027", "need-housing": "yes", "medication": "buprenorphine",
        "phone": "07700 900008", "safe_contact": "Mornings only", "reference": "N-77", **changes,
    }  # fmt: skip


def waiting(hope_house: Scene, name: str = "Callum") -> rows.Stored:
    with hope_house.bot.db.look() as work:
        teams = [str(one.id) for one in staff.teams(work)]
        return next(one for one in rows.of_teams(work, teams) if one.first_name == name)


def taking(hope_house: Scene, **changes: str) -> dict[str, str]:
    day = {"at-day": "1", "at-month": "4", "at-year": "2027", "at-time": "14:30"}
    return {"keyworker_id": hope_house.logins["Asha"].staff_id, "met_by": "Asha", "where": "the main gate",
            "pathway": "prison_release", **day, **changes}  # fmt: skip


def test_nadia_refers_jade_and_it_waits_at_the_team(hope_house: Scene) -> None:
    nadia = hope_house.signed_in("Nadia")
    refused = press(nadia, "/referrals/new", "/referrals/new", **typed(hope_house, safe_contact="on 30ml, mornings"))
    assert refused.status_code == 422 and "It tells a dose" in refused.text and 'value="Jade"' in refused.text
    page = follow(nadia, press(nadia, "/referrals/new", "/referrals/new", **typed(hope_house)))
    assert "Jade Cole" in page and "Somewhere to stay" in page and "Buprenorphine, daily" in page
    assert "Withdraw" in page and "Decline" not in page
    home = hope_house.signed_in("Asha").get("/").text
    assert "Referrals to accept" in home and "Jade Cole" in home and "left to accept" in home
    assert "Jade" not in hope_house.signed_in("Owen").get("/referrals").text


def test_asha_accepts_callum_and_nadia_reads_who_meets_him(hope_house: Scene) -> None:
    asha, one = hope_house.signed_in("Asha"), waiting(hope_house)
    at = f"/referrals/{one.id}"
    refused = press(asha, at, f"{at}/accept", **taking(hope_house, where=""))
    assert refused.status_code == 422 and "The place is missing" in refused.text and 'value="Asha"' in refused.text
    page = follow(asha, press(asha, at, f"{at}/accept", **taking(hope_house)))
    assert "Accepted" in page and "Asha Patel" in page and "the main gate" in page
    assert hope_house.person("Callum").custody == "in_prison"
    nadia = hope_house.signed_in("Nadia")
    seen = nadia.get(at).text
    assert "Thursday 1 April at 2:30pm" in seen and "the main gate" in seen and "Callum's page" not in seen
    assert "Asha meets them" in nadia.get("/referrals").text
    late = press(hope_house.signed_in("Priya"), "/referrals", f"{at}/accept", **taking(hope_house))
    assert late.status_code == 422 and "Asha Patel has accepted it already" in late.text


def test_priya_declines_and_nadia_refers_him_elsewhere(hope_house: Scene) -> None:
    priya, nadia, one = hope_house.signed_in("Priya"), hope_house.signed_in("Nadia"), waiting(hope_house)
    at = f"/referrals/{one.id}"
    assert press(priya, at, f"{at}/decline", reason="").status_code == 422
    assert "Declined" in follow(priya, press(priya, at, f"{at}/decline", reason="He goes to Dudley"))
    home = nadia.get("/").text
    assert "Callum R" in home and "a referral was declined" in home and "The referral of Callum R" in home
    assert "He goes to Dudley" in nadia.get(at).text
    again = nadia.get(f"/referrals/new?again={one.id}").text
    assert 'value="Callum"' in again and 'value="DEMO-CALLUM"' in again


def test_nobody_else_opens_a_referral_and_it_is_overdue_on_both_lists(hope_house: Scene) -> None:
    one = waiting(hope_house)
    for act in ("", "/withdraw"):
        owen = hope_house.signed_in("Owen")
        at = f"/referrals/{one.id}{act}"
        answer = press(owen, "/referrals/new", at) if act else owen.get(at)
        assert answer.status_code == 404 and "Callum" not in answer.text
    nadia = hope_house.signed_in("Nadia")
    assert press(nadia, "/referrals/new", f"/referrals/{one.id}/accept", **taking(hope_house)).status_code == 403
    hope_house.clock.at = one.accept_by + timedelta(hours=1)
    assert "1 hour late" in nadia.get("/referrals").text
    assert "Withdrawn" in follow(nadia, press(nadia, f"/referrals/{one.id}", f"/referrals/{one.id}/withdraw", why=""))
