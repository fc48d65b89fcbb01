namespace DenialDesk.Domain.Deadlines;

/// <summary>The clock a denial gets the moment it is found. There always is one.</summary>
/// <remarks>Where there is a right of appeal: the earliest of the payer's reconsideration and first appeal that needs no decision before it. Where there
/// is none: the clock of what can be done instead. A known rule always beats an assumed one; without any rule our careful default stands in.</remarks>
public static class FirstClock
{
    private const int LastResortDays = 30;

    /// <summary>The first clock of a denial.</summary>
    /// <param name="rules">All window rules, the defaults among them.</param>
    /// <param name="context">What is known about payer and denial.</param>
    /// <param name="events">The dates; at least the remittance's.</param>
    /// <param name="appealable">What the remittance says about the right of appeal.</param>
    /// <param name="margin">Room to keep before the due day.</param>
    /// <returns>A deadline that always has a due day.</returns>
    public static Deadline Of(
        IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, bool appealable, SafetyMargin? margin = null)
    {
        var appeal = DeadlineRule.Compute(rules, WindowAction.Appeal1, context, events, margin);
        if (appeal is { NoRight: true } refused)
        {
            var other = Instead(rules, context, events, refused.Instead, margin);
            return other with { Sentence = $"{other.Sentence}. {refused.Sentence}" };
        }

        if (!appealable)
        {
            var other = Instead(rules, context, events, null, margin);
            return other with { Sentence = $"{other.Sentence}. The remittance gives no right of appeal" };
        }

        var reconsideration = DeadlineRule.Compute(rules, WindowAction.Reconsideration, context, events, margin);
        return Best([reconsideration, appeal]) ?? Instead(rules, context, events, null, margin);
    }

    /// <summary>Known before assumed, then the earlier; a step that waits for another one's decision is no first clock.</summary>
    private static Deadline? Best(IEnumerable<Deadline?> options) =>
        options.OfType<Deadline>()
            .Where(deadline => deadline is { DueOn: not null, Requires: null })
            .OrderBy(deadline => deadline.Assumed)
            .ThenBy(deadline => deadline.DueOn)
            .FirstOrDefault();

    private static Deadline Instead(
        IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, WindowAction? told, SafetyMargin? margin)
    {
        if (told == WindowAction.TimelyFilingException)
        {
            return Exception(rules, events, margin);
        }

        var notice = Notice(events);
        var filing = DeadlineRule.Compute(rules, WindowAction.TimelyFiling, context, events, margin);
        if (told == WindowAction.TimelyFiling && filing is { DueOn: not null, Assumed: false })
        {
            return filing;
        }

        var corrected = DeadlineRule.Compute(rules, WindowAction.CorrectedClaim, context, events, margin);
        var open = filing is { Assumed: false } && filing.DueOn >= notice ? filing : null;
        return Best([corrected is { Assumed: false } ? corrected : null]) ?? Best([open, corrected]) ?? LastResort(events, margin);
    }

    /// <summary>An exception to timely filing has no window of its own in the rules: the careful default, counted from the notice.</summary>
    private static Deadline Exception(IReadOnlyCollection<WindowRule> rules, WindowEvents events, SafetyMargin? margin)
    {
        var like = rules.FirstOrDefault(rule => rule is { Assumed: true, Action: WindowAction.Reconsideration });
        return like is not null && DeadlineRule.Compute(like with { Action = WindowAction.TimelyFilingException }, events, margin) is { DueOn: not null } stand
            ? stand
            : LastResort(events, margin) with { Action = WindowAction.TimelyFilingException };
    }

    /// <summary>With no rule at all, thirty days from the notice, earlier rather than later.</summary>
    private static Deadline LastResort(WindowEvents events, SafetyMargin? margin) =>
        DeadlineRule.Compute(
            new WindowRule
            {
                Id = "default",
                Action = WindowAction.CorrectedClaim,
                Clocks = [new() { Anchor = WindowAnchor.NoticeDate, Amount = LastResortDays, Unit = WindowUnit.CalendarDay }],
                Roll = DayRoll.Previous,
                Assumed = true,
            },
            new WindowEvents { Dates = new Dictionary<WindowAnchor, DateOnly> { [WindowAnchor.NoticeDate] = Notice(events) } },
            margin);

    private static DateOnly Notice(WindowEvents events) =>
        events[WindowAnchor.InitialDenialNoticeDate] ?? events[WindowAnchor.NoticeDate] ?? events[WindowAnchor.RemitDate]
        ?? throw new ArgumentException("A denial has a remittance date; give at least that.", nameof(events));
}
