import Petitions
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1970-01-02", 1), ("2000-02-29", 11_016), ("2027-01-31", 20_849),
    ("1969-12-31", -1), ("9999-12-31", 2_932_896),
  ])
  func `a day is its number, and its number the day`(text: String, number: Int64) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.number == number)
    #expect(day.description == text)
    #expect(CalendarDay(at: day.start) == day)
    #expect(CalendarDay(at: day.end - 1) == day)
    #expect(CalendarDay(at: day.end) == day.adding(1))
  }

  @Test(arguments: [
    "", "2027-02-29", "2027-04-31", "2027-13-01", "2027-00-10", "2027-1-1", "27-01-01",
    "0000-01-01",
    "2027-01-01T", "+027-01-01", "２０２７-01-01", "2027-01", "2027/01/01",
  ])
  func `what is no day is none`(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test func `every day of four hundred years is read as it is written`() throws {
    var day = try #require(CalendarDay("1999-12-31"))
    for _ in 0..<146_097 {
      let next = day.adding(1)
      #expect(CalendarDay(next.description) == next)
      #expect(day < next)
      day = next
    }
    #expect(day.description == "2399-12-31")
  }
}
