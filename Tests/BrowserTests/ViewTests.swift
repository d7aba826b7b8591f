import Foundation
import Support
import Testing

/// Every view in a real browser, over a year of a real engine's rows.
@Suite(.serialized) struct ViewTests {
    static let views = [
        "/", "/work", "/reps", "/reasons", "/coverage", "/steps", "/ledger", "/audit", "/settings",
    ]

    private func office() throws -> Office { try Office.shared.get() }

    /// The address of the first lead of the work list.
    private static func firstLead(_ browser: Browser, _ office: Office) throws -> String {
        try browser.open("\(office.address)/work")
        return try browser.text("document.querySelector('.worklist tbody th a').href")
    }

    @Test("The first page shows ten leads to save with who must act, without scrolling")
    func summary() throws {
        let office = try office()
        let browser = try office.visitor()
        #expect(try browser.text("document.title") == "Summary · Thirdtouch")
        #expect(try browser.text("document.querySelector('h1').textContent").contains("need"))
        let rows = "document.querySelectorAll('.worklist.brief tbody tr')"
        #expect(try browser.number("\(rows).length") == 10)
        // Each row names a reason, and who must act.
        for part in ["th a", ".why strong", ".act", ".since time"] {
            let filled = try browser.number(
                "[...\(rows)].filter(r => r.querySelector('\(part)').textContent.trim()).length")
            #expect(filled == 10, "\(part)")
        }
        try browser.setWindow(width: 1280, height: 900)
        #expect(
            try browser.number("\(rows)[9].getBoundingClientRect().bottom") <= 900,
            "the tenth lead is below the fold")
        // The classes add up in front of the reader.
        #expect(try browser.text("document.querySelector('tfoot').textContent").contains("add up"))
        #expect(browser.complaints() == [])
    }

    @Test("Every view opens, with one heading of the first order and nothing to complain of")
    func opens() throws {
        let office = try office()
        let browser = try office.visitor()
        for view in Self.views + [try Self.firstLead(browser, office)] {
            try browser.open(view.hasPrefix("http") ? view : office.address + view)
            #expect(try browser.number("document.querySelectorAll('h1').length") == 1, "\(view)")
            #expect(browser.complaints() == [], "\(view)")
            let width = try browser.number(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth")
            #expect(width == 0, "\(view) is wider than the window")
        }
        #expect(!office.log.contains("could not be made"), "\(office.log)")
    }

    @Test("A filter is in the address, narrows the list, and the address opens the same list again")
    func filters() throws {
        let office = try office()
        let browser = try office.visitor()
        try browser.open("\(office.address)/work")
        try browser.evaluate("document.querySelector('#filter-rep').value = 'theo'")
        try browser.evaluate("document.querySelector('#filter-team').value = 'Americas'")
        try browser.evaluate("document.querySelector('#filter-class').value = 'never-touched'")
        try browser.follow("document.querySelector('.filters button').click()")
        let address = try browser.text("location.href")
        #expect(address.contains("rep=theo"))
        #expect(address.contains("team=Americas"))
        #expect(address.contains("class=never-touched"))
        let shown = "[...document.querySelectorAll('.worklist tbody tr')]"
        let rows = try browser.number("\(shown).length")
        #expect(rows > 0)
        #expect(
            try browser.number(
                "\(shown).filter(r => r.querySelector('.class-never-touched')).length") == rows)
        try browser.open(address)
        #expect(try browser.number("\(shown).length") == rows)
        #expect(try browser.text("document.querySelector('#filter-rep').value") == "theo")
        #expect(try browser.number("document.querySelectorAll('.chip').length") == 3)
        // A chip takes its filter away.
        try browser.follow("document.querySelector('.chip').click()")
        #expect(try !browser.text("location.href").contains("rep=theo"))
    }

    @Test("Reassigning, closing and resuming from the page do what they say, and say so")
    func acts() throws {
        let office = try office()
        let browser = try office.visitor()
        // Two at once: the page asks first.
        try browser.open("\(office.address)/work?rep=theo&class=never-touched")
        let name = try browser.text("document.querySelector('.worklist tbody th a').textContent")
        try browser.evaluate(
            "[...document.querySelectorAll('input[name=handOff]')].slice(0, 2)"
                + ".forEach(box => box.checked = true)")
        try browser.evaluate("document.querySelector('#owner').value = 'ines'")
        try browser.follow("document.querySelector('button[value=assign]').click()")
        #expect(
            try browser.text("document.querySelector('h1').textContent")
                == "Give 2 leads to Ines Roth?")
        try browser.follow("document.querySelector('main form button').click()")
        let notice = try browser.text("document.querySelector('.notice.done').textContent")
        #expect(notice.contains("\(name) belongs to Ines Roth now"), "\(notice)")
        #expect(try browser.text("location.href").hasSuffix("?rep=theo&class=never-touched"))

        // A pause without a date, from its own row.
        try browser.open("\(office.address)/work?reason=paused-no-date")
        try browser.follow("document.querySelector('button[name=one]').click()")
        #expect(
            try browser.text("document.querySelector('.notice').textContent").contains("goes on"))

        // A judgement, with its second question.
        try browser.open("\(office.address)/work?class=our-turn")
        try browser.follow("document.querySelector('.worklist tbody th a').click()")
        try browser.evaluate("document.querySelector('#disposition').value = 'no-budget'")
        try browser.follow("document.querySelector('button[value=dispose]').click()")
        #expect(
            try browser.text("document.querySelector('h1').textContent")
                == "Close 1 lead as “No budget”?")
        try browser.follow("document.querySelector('main form button').click()")
        #expect(
            try browser.text("document.querySelector('.notice.done').textContent")
                .contains("is closed as “No budget”"))
        #expect(browser.complaints() == [])
    }

    @Test("Logging out leaves nothing: back and again show the door")
    func logOut() throws {
        let office = try office()
        let browser = try office.visitor()
        try browser.follow("document.querySelector('.who form button').click()")
        #expect(try browser.text("document.querySelector('h1').textContent") == "Logged out")
        try browser.open("\(office.address)/work")
        #expect(try browser.text("document.querySelector('h1').textContent") == "Log in")
    }

    @Test("The keyboard reaches everything in the order of the page, and where it is can be seen")
    func keyboard() throws {
        let office = try office()
        let browser = try office.visitor()
        try browser.open("\(office.address)/work")
        try browser.press("Tab")
        #expect(try browser.text("document.activeElement.textContent") == "Skip to the content")
        #expect(
            try browser.number("document.activeElement.getBoundingClientRect().top") >= 0,
            "the skip link shows when it is reached")
        var places: [String] = []
        for _ in 0..<30 {
            try browser.press("Tab")
            places.append(
                try browser.text(
                    "(e => e.id || e.getAttribute('href') || e.name || e.textContent)"
                        + "(document.activeElement)"))
            let outline = try browser.text("getComputedStyle(document.activeElement).outlineStyle")
            #expect(outline != "none", "\(places.last ?? "") shows no focus")
        }
        let order = ["/", "/work", "/reps", "/settings", "filter-rep", "filter-sequence"]
        let found = order.compactMap { places.firstIndex(of: $0) }
        #expect(found.count == order.count, "\(places)")
        #expect(found == found.sorted(), "\(places)")
    }

    @Test(
        "The first byte of every view comes soon: in two seconds from a program built for debugging"
    )
    func speed() throws {
        let office = try office()
        let browser = try office.visitor()
        for view in Self.views {
            var best = Double.infinity
            for _ in 0..<5 {
                try browser.open(office.address + view)
                let timing = "performance.getEntriesByType('navigation')[0]"
                best = min(
                    best, try browser.number("\(timing).responseStart - \(timing).requestStart"))
            }
            #expect(best < 2000, "\(view): \(best) ms")
            print("first byte of \(view): \(Int(best)) ms")
        }
    }
}
