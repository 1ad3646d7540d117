"""Accounts in the admin: nobody gains a right by it that a superuser did not give."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from stedenband.accounts.models import User
from tests.factories import UserFactory, reload
from tests.security.figures import figure

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
PASSWORDS = {"password1": "a-very-long-secret-1", "password2": "a-very-long-secret-1"}
HELD = {"memberships-INITIAL_FORMS": 0, "memberships-TOTAL_FORMS": 0}


def change(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def password(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def fields(user, **given):
    names = ("email", "name", "language", "time_zone")
    return {name: getattr(user, name) for name in names} | {"is_active": "on"} | HELD | given


def rights():
    """Every account's permissions, and whether it is staff."""
    return {
        user.email: (user.is_staff, user.is_superuser, frozenset(user.get_all_permissions()))
        for user in User.objects.all()
    }


@pytest.fixture
def privileges(db):
    """Every field that gives rights, all ticked."""
    group = Group.objects.create(name="Strong")
    group.permissions.set(Permission.objects.all())
    return {
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [group.pk],
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
    }


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def colleague(db):
    return UserFactory(email="colleague@vvsg.example", is_staff=True)


def test_staff_gain_nothing_by_posting_every_privilege(
    desk, staff, colleague, superuser, nobody, privileges
):
    before = rights()
    answers = [
        desk.post(change(user), fields(user, **privileges)).status_code
        for user in (staff, nobody, colleague, superuser)
    ]
    gained = len(set(rights().items()) - set(before.items()))
    figure("F18 accounts", posts=len(answers), fields=len(privileges), gained=gained)
    assert (answers, rights()) == ([302, 302, 403, 403], before)


def test_staff_make_accounts_without_rights(desk, privileges):
    given = {"email": "New@Gemeente.example", "name": "Post", "language": "nl"}
    given |= {"time_zone": "Europe/Brussels", "usable_password": "true"}
    assert desk.post(ADD, given | PASSWORDS | privileges | HELD).status_code == 302
    user = User.objects.get(email="new@gemeente.example")
    assert (user.is_staff, user.is_superuser, user.get_all_permissions()) == (False, False, set())


def test_staff_never_see_who_is_superuser(desk, superuser, nobody):
    pages = [LIST, ADD, change(nobody), change(superuser)]
    texts = "".join(desk.get(page).content.decode() for page in pages)
    assert [word for word in ("is_superuser", "user_permissions", "groups") if word in texts] == []
    assert desk.get(LIST + "?is_superuser__exact=1").status_code == 400
    assert desk.get(LIST + "?password__startswith=m").status_code == 400


def test_passwords_of_the_stronger_cannot_be_set(desk, staff, colleague, superuser, nobody):
    given = {"usable_password": "true", **PASSWORDS}
    answers = [
        desk.post(password(user), given).status_code for user in (superuser, colleague, nobody)
    ]
    assert answers == [403, 403, 302]
    changed = [reload(one).password != one.password for one in (superuser, colleague, nobody)]
    assert changed == [False, False, True]


def test_own_password_is_changed_where_the_old_one_is_asked(desk, staff):
    response = desk.post(password(staff), {"usable_password": "true", **PASSWORDS})
    assert response.url == reverse("account_change_password")
    assert reload(staff).password == staff.password


def test_the_stronger_are_read_without_their_password(desk, superuser, colleague):
    pages = [desk.get(change(user)) for user in (superuser, colleague)]
    assert [page.status_code for page in pages] == [200, 200]
    assert [b"algorithm" in page.content or b"../password" in page.content for page in pages] == [
        False
    ] * 2


def test_nobody_locks_themselves_out(client, staff, superuser):
    for user in (staff, superuser):
        client.force_login(user)
        given = fields(user, is_staff="", is_superuser="")
        del given["is_active"]
        assert client.post(change(user), given).status_code == 302
        after = reload(user)
        assert (after.is_active, after.is_staff) == (True, True)
    assert after.is_superuser


def test_staff_deactivate_and_nobody_deletes(desk, client, superuser, nobody):
    given = fields(nobody)
    del given["is_active"]
    assert desk.post(change(nobody), given).status_code == 302
    assert not reload(nobody).is_active
    client.force_login(superuser)
    url = reverse("admin:accounts_user_delete", args=[nobody.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_superuser_makes_staff(client, superuser, nobody):
    client.force_login(superuser)
    assert client.post(change(nobody), fields(nobody, is_staff="on")).status_code == 302
    assert reload(nobody).is_staff


def test_an_old_address_no_longer_signs_in(desk, nobody):
    EmailAddress.objects.create(user=nobody, email=nobody.email, primary=True, verified=True)
    assert (
        desk.post(change(nobody), fields(nobody, email="new@elsewhere.example")).status_code == 302
    )
    assert not EmailAddress.objects.filter(user=nobody).exists()


def test_accounts_show_memberships_to_read(desk, editor):
    page = desk.get(change(editor)).content.decode()
    assert "Edegem" in page
    assert 'name="memberships-0-role"' not in page
