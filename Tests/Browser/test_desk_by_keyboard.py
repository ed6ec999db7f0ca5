"""The desk without a mouse: who starts a petition, who judges it, and who looks after people and switches."""

from contextlib import contextmanager

from harness import SAMPLE_PHOTO, check_axe, check_fits, get
from staff import signed_in
from steps import heading
from test_moderating import desk

# No page of the desk has more places for the keyboard than this.
MOST = 150


class Keys:
    """A page of which only the keyboard is used, besides opening addresses."""

    def __init__(self, page):
        self.page = page

    @property
    def focused(self):
        return self.page.locator(":focus")

    def goto(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def look(self) -> None:
        check_axe(self.page)
        check_fits(self.page)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def reach(self, wanted: str) -> None:
        """Tab until the keyboard is on what has this id, label, text or, of several buttons, name; its place can always be seen."""
        for _ in range(MOST):
            self.press("Tab")
            if self.focused.count() == 0:
                continue
            names, shown = self.focused.evaluate("""e => {
                const s = getComputedStyle(e), b = e.getBoundingClientRect();
                return [[e.id, e.type === 'radio' ? e.name : '', e.innerText?.trim(), ...[...(e.labels ?? [])].map(l => l.innerText.trim())],
                    s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 && b.bottom > 0 && b.top < innerHeight]
            }""")
            assert shown, f"the focus cannot be seen on {names}"
            if wanted in names:
                return
        raise AssertionError(f"the keyboard does not reach {wanted} on {self.page.url}")

    def type(self, field: str, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)

    def choose(self, field: str, option: str) -> None:
        """An option of a list, by typing its name as it stands there."""
        self.reach(field)
        self.page.keyboard.type(option)
        chosen = self.focused.evaluate("e => e.selectedOptions[0].innerText.trim()")
        assert chosen.startswith(option), chosen

    def tick(self, group: str, label: str) -> None:
        """One of several buttons of which only one is on, by the arrows."""
        self.reach(group)
        for _ in range(10):
            if self.focused.evaluate("e => e.checked && e.labels[0].innerText.trim()") == label:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {label}")

    def follow(self, text: str) -> None:
        """The link or button with this text, by Enter; the page that comes is looked at."""
        self.reach(text)
        with self.page.expect_navigation():
            self.press("Enter")
        self.look()


@contextmanager
def person(chromium, view, cookie=None):
    with desk(chromium, view, cookie) as page:
        yield Keys(page)


def test_starting_and_judging(chromium, site, view):
    title, address = f"Shade for Kiln Street {view}", f"kim-{view}@example.org"
    with person(chromium, view) as author:
        author.goto(f"{site.url}/petitions/new")
        author.type("title", title)
        author.type("goal", "Plant forty trees.")
        author.type("target-1-name", "Ann Lee")
        author.follow("Save and continue")
        author.type("story", "It is **hot** there.")
        author.follow("Save and continue")
        author.type("letter", "Please plant trees.")
        author.follow("Save and continue")
        author.reach("photo")
        with author.page.expect_file_chooser() as chooser:
            author.press("Space")
        chooser.value.set_files(SAMPLE_PHOTO)
        author.type("photo-credit", "Kim")
        author.type("photo-description", "A street without a tree")
        author.choose("language", "English")
        author.choose("category", "Environment")
        author.choose("audience", "Everyone")
        author.follow("Save and continue")
        author.type("name", "Kim Keys")
        author.type("email", address)
        author.follow("Save and continue")
        author.follow("Send me the link")
        assert heading(author.page) == "Look into your mailbox"
        author.goto(site.link_in(site.wait_for_mail(address, kind="desk"), "/submit/"))
        author.follow("Send my petition")
        assert heading(author.page) == "Your petition waits for a moderator"

        with person(chromium, view, signed_in(site, "moderator", "Mo")) as moderator:
            moderator.goto(f"{site.url}/desk")
            moderator.follow("Moderation")
            moderator.follow(title)
            case = moderator.page.url
            moderator.follow("Take this case")
            moderator.tick("choice", "Return it to be rewritten")
            moderator.reach("It cannot be understood without knowing the matter already")
            moderator.press("Space")
            moderator.type("Message to the organiser (optional)", "Which street?")
            moderator.follow("Carry out")

            author.goto(site.url + "/desk/drafts")
            author.follow(title)
            assert "Which street?" in author.page.inner_text("main")
            author.goto(author.page.url.split("?")[0].rstrip("/") + "/review")
            author.follow("Send it to the moderators")

            moderator.goto(case)
            moderator.tick("choice", "Publish it now")
            moderator.follow("Carry out")
        assert get(f"{site.url}/petitions/" + title.lower().replace(" ", "-")).status == 200


def test_looking_after_people_and_switches(chromium, site, view):
    with person(chromium, view, signed_in(site, "administrator", "Ada")) as boss:
        boss.goto(f"{site.url}/desk")
        boss.follow("People")
        address = f"nia-{view}@example.org"
        boss.type("email", address)
        boss.type("name", f"Nia {view}")
        boss.choose("role", "Reviewer")
        boss.type("reason", "Joins the team")
        boss.follow("Send the invitation")
        site.wait_for_mail(address, kind="desk")
        boss.type("find", address)
        boss.follow("Find")
        assert heading(boss.page) == f"Nia {view}"
        boss.type("suspend-reason", "Has left")
        boss.follow("Suspend")
        assert "suspended" in boss.page.inner_text(".given")

        boss.goto(f"{site.url}/desk")
        boss.follow("Switches")
        boss.type("reason-pause-starting", "A holiday.")
        boss.follow("Switch on")
        assert "A holiday." in boss.page.inner_text("main")
        assert b"A holiday." in get(f"{site.url}/petitions/new").body
        boss.follow("Switch off")
        assert b"A holiday." not in get(f"{site.url}/petitions/new").body
        boss.follow("Journal")
        assert "Has left" in boss.page.inner_text("main")
