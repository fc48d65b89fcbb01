using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class WorkMovesTests
{
    /// <summary>A Monday; July 3, 2026 is the observed holiday.</summary>
    private static readonly DateOnly Today = new(2026, 6, 29);

    private static readonly Guid Ann = Guid.Parse("00000000-0000-0000-0000-0000000000aa");
    private static readonly Guid Bob = Guid.Parse("00000000-0000-0000-0000-0000000000bb");

    [Theory]
    [InlineData(1, "2026-06-30")]
    [InlineData(3, "2026-07-02")]
    [InlineData(4, "2026-07-06")]      // over Independence Day, observed on Friday, and the weekend
    [InlineData(0, "2026-06-29")]
    public void A_snooze_ends_on_the_nth_day_the_office_is_open(int workdays, string day)
        => Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), WorkMoves.ReturnDay(Today, workdays, new HashSet<DateOnly>()));

    [Fact]
    public void A_day_the_office_is_closed_is_not_counted()
        => Assert.Equal(new DateOnly(2026, 7, 1), WorkMoves.ReturnDay(Today, 1, new HashSet<DateOnly> { new(2026, 6, 30) }));

    [Theory]
    [InlineData("2026-07-02", 3, null)]
    [InlineData("2026-07-01", 3, "snooze_too_long")]
    [InlineData("2026-06-29", 1, "snooze_too_long")]
    [InlineData("2026-06-01", 1, "snooze_too_long")]
    [InlineData("2027-01-01", 31, "snooze_days")]
    [InlineData("2027-01-01", 0, "snooze_days")]
    [InlineData("2027-01-01", 30, null)]
    public void Nothing_is_put_off_beyond_its_last_safe_day(string lastSafeDay, int workdays, string? code)
    {
        var standing = Standing(Ann) with { LastSafeDay = DateOnly.Parse(lastSafeDay, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(code, WorkMoves.Refuse(standing, new() { Kind = WorkMoveKind.Snooze, Workdays = workdays, Words = "chart" }, Ann, Today)?.Code);
    }

    [Fact]
    public void The_refusal_says_how_long_it_may_be_put_off()
    {
        var refusal = WorkMoves.Refuse(Standing(Ann) with { LastSafeDay = new(2026, 7, 1) }, new() { Kind = WorkMoveKind.Snooze, Workdays = 5, Words = "chart" }, Ann, Today);

        Assert.Equal("It would be back on Tue 7 Jul 2026, after its last safe day, Wed 1 Jul 2026. Snooze it for 2 workdays at most.", refusal!.Sentence);
    }

    [Theory]
    [InlineData("2026-06-30", "2026-08-01", true)]
    [InlineData("2026-06-29", "2026-08-01", false)]      // its day has come
    [InlineData("2026-07-20", "2026-06-29", false)]      // its window became shorter: it is back on its last safe day
    [InlineData(null, "2026-08-01", false)]
    public void It_sleeps_until_its_day_and_never_beyond_its_last_safe_day(string? until, string lastSafeDay, bool sleeps)
        => Assert.Equal(sleeps, WorkMoves.Sleeps(
            until is null ? null : DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(lastSafeDay, System.Globalization.CultureInfo.InvariantCulture), Today));

    [Theory]
    [InlineData(WorkMoveKind.Snooze, DenialState.Waiting, "w", "waits_already")]
    [InlineData(WorkMoveKind.Snooze, DenialState.InWork, " ", "snooze_reason")]
    [InlineData(WorkMoveKind.Snooze, DenialState.WrittenOff, "w", "closed")]
    [InlineData(WorkMoveKind.Wake, DenialState.InWork, null, "not_snoozed")]
    [InlineData(WorkMoveKind.Escalate, DenialState.InWork, null, "question_missing")]
    [InlineData(WorkMoveKind.Escalate, DenialState.InWork, "w", null)]
    [InlineData(WorkMoveKind.GiveBack, DenialState.InWork, "w", "not_escalated")]
    [InlineData(WorkMoveKind.HandOver, DenialState.InWork, null, "note_missing")]
    [InlineData(WorkMoveKind.HandOver, DenialState.Waiting, "w", null)]
    public void Each_move_asks_for_what_it_needs(WorkMoveKind kind, DenialState state, string? words, string? code)
        => Assert.Equal(code, WorkMoves.Refuse(Standing(Ann) with { State = state }, new() { Kind = kind, Workdays = 1, Words = words, Person = Bob }, Ann, Today)?.Code);

    [Fact]
    public void A_lead_is_asked_once_and_answers_in_words()
    {
        var asked = Standing(Bob) with { EscalatedBy = Ann };

        Assert.Equal("already_escalated", WorkMoves.Refuse(asked, new() { Kind = WorkMoveKind.Escalate, Words = "again" }, Ann, Today)?.Code);
        Assert.Equal("answer_missing", WorkMoves.Refuse(asked, new() { Kind = WorkMoveKind.GiveBack }, Bob, Today)?.Code);
        Assert.Null(WorkMoves.Refuse(asked, new() { Kind = WorkMoveKind.GiveBack, Words = "appeal it" }, Bob, Today));
    }

    [Theory]
    [InlineData(null, "w", "skip_reason")]
    [InlineData(SkipReason.Other, null, "skip_words")]
    [InlineData(SkipReason.Other, "w", null)]
    [InlineData(SkipReason.WrongRank, null, null)]
    public void A_skip_gives_one_of_few_reasons(SkipReason? reason, string? words, string? code)
        => Assert.Equal(code, WorkMoves.Refuse(Standing(Ann), new() { Kind = WorkMoveKind.Skip, Skip = reason, Words = words }, Ann, Today)?.Code);

    [Fact]
    public void Only_what_one_took_oneself_is_skipped_and_nobody_hands_over_to_its_owner()
    {
        Assert.Equal("not_yours", WorkMoves.Refuse(Standing(Bob), new() { Kind = WorkMoveKind.Skip, Skip = SkipReason.WrongRank }, Ann, Today)?.Code);
        Assert.Equal("not_yours", WorkMoves.Refuse(Standing(null), new() { Kind = WorkMoveKind.Skip, Skip = SkipReason.WrongRank }, Ann, Today)?.Code);
        Assert.Equal("already_theirs", WorkMoves.Refuse(Standing(Bob), new() { Kind = WorkMoveKind.HandOver, Person = Bob, Words = "w" }, Ann, Today)?.Code);
        Assert.Equal("person_missing", WorkMoves.Refuse(Standing(Bob), new() { Kind = WorkMoveKind.HandOver, Words = "w" }, Bob, Today)?.Code);
    }

    [Fact]
    public void A_snooze_may_not_end_when_nobody_is_there_any_more()
    {
        var standing = Standing(Ann) with { LastSafeDay = new(2026, 7, 8), Closed = new HashSet<DateOnly> { new(2026, 7, 7), new(2026, 7, 8) } };

        Assert.Null(WorkMoves.Refuse(standing, new() { Kind = WorkMoveKind.Snooze, Workdays = 2, Words = "chart" }, Ann, Today));
        Assert.Contains("after its last safe day, Mon 6 Jul 2026", WorkMoves.Refuse(standing, new() { Kind = WorkMoveKind.Snooze, Workdays = 5, Words = "chart" }, Ann, Today)!.Sentence, StringComparison.Ordinal);
    }

    private static WorkStanding Standing(Guid? owner) => new() { State = DenialState.InWork, Owner = owner, LastSafeDay = new(2026, 12, 1) };
}
