using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Deadlines;

/// <summary>Works out a deadline: anchor, presumed or proven receipt, amount, roll. The due day itself is in time.</summary>
/// <remarks>Worked examples: docs/rules/deadlines.md.</remarks>
public static class DeadlineRule
{
    /// <summary>The deadline of an action under all rules; nothing when no rule, not even a default, covers the action.</summary>
    public static Deadline? Compute(
        IEnumerable<WindowRule> rules, WindowAction action, WindowContext context, WindowEvents events, SafetyMargin? margin = null)
    {
        var all = rules as IReadOnlyCollection<WindowRule> ?? [.. rules];
        var picked = RuleSelection.Pick(all, action, context, events);
        if (picked.Count == 0)
        {
            return null;
        }

        var computed = picked.Select(rule => Compute(rule, events, margin)).ToList();
        var chosen = computed.Where(deadline => deadline.DueOn is not null).MinBy(deadline => deadline.DueOn) ?? computed[0];
        var result = Disagree(computed) ? WithConflict(chosen, computed) : chosen;
        return result.DueOn is null && !result.NoRight ? Assumed(result, all, action, events, margin) : result;
    }

    /// <summary>The deadline of one rule.</summary>
    public static Deadline Compute(WindowRule rule, WindowEvents events, SafetyMargin? margin = null)
    {
        var deadline = new Deadline
        {
            Action = rule.Action,
            RuleId = rule.Id,
            Version = rule.Version,
            Assumed = rule.Assumed,
            Requires = rule.Requires,
            MinAmount = rule.MinAmount,
            RequiresDoc = rule.RequiresDoc,
            Sentence = "",
        };
        if (rule.Right == WindowRight.None)
        {
            return deadline with { NoRight = true, Instead = rule.Instead, Sentence = DeadlineSentence.NoRight(rule) };
        }

        var runs = rule.Clocks.Select(clock => ClockRun.Of(clock, rule.Calendar, events)).ToList();
        var known = runs.Where(run => run is not null).Select(run => run!).ToList();
        var missing = rule.Clocks.Where((_, i) => runs[i] is null).Select(clock => clock.Anchor).ToList();
        if (known.Count == 0)
        {
            return deadline with { Missing = missing, Sentence = DeadlineSentence.Missing(rule, missing) };
        }

        var (run, dropped) = Choose(rule, known, events);
        var due = Roll(run.Ends, rule);
        return deadline with
        {
            DueOn = due,
            LastSafeDay = LastSafeDay(due, rule, margin ?? SafetyMargin.Default),
            Missing = missing,
            Sentence = DeadlineSentence.Of(rule, run, known, due, dropped),
        };
    }

    /// <summary>The last comfortable day: the workday on or before the due day less transit, less the buffer of workdays.</summary>
    public static DateOnly LastSafeDay(DateOnly due, WindowRule rule, SafetyMargin margin)
    {
        // The office keeps federal holidays, whatever days the payer counts.
        var transit = rule.CountsWhen is FilingCounts.Postmarked or FilingCounts.Sent ? 0 : margin.TransitDays;
        return BusinessDays.Add(BusinessDays.OnOrBefore(due.AddDays(-transit)), -margin.BufferWorkdays);
    }

    /// <summary>The clock that counts. An assumed rule does not let a date that had passed before the notice came decide.</summary>
    private static (ClockRun Run, bool Dropped) Choose(WindowRule rule, List<ClockRun> known, WindowEvents events)
    {
        var notice = events[WindowAnchor.InitialDenialNoticeDate] ?? events[WindowAnchor.RemitDate];
        var alive = rule.Assumed && rule.Combine == ClockChoice.Earliest ? known.FindAll(run => notice is null || Roll(run.Ends, rule) >= notice) : known;
        var dropped = alive.Count > 0 && alive.Count < known.Count;
        var choose = alive.Count > 0 ? alive : known;
        return (rule.Combine == ClockChoice.Earliest ? choose.MinBy(run => run.Ends)! : choose.MaxBy(run => run.Ends)!, dropped);
    }

    private static DateOnly Roll(DateOnly day, WindowRule rule)
    {
        var holidays = rule.Calendar != WorkCalendar.WeekendsOnly;
        return rule.Roll switch
        {
            DayRoll.Next => BusinessDays.OnOrAfter(day, holidays),
            DayRoll.Previous => BusinessDays.OnOrBefore(day, holidays),
            _ => day,
        };
    }

    private static bool Disagree(List<Deadline> computed) =>
        computed.Select(deadline => (deadline.DueOn, deadline.NoRight)).Distinct().Skip(1).Any();

    private static Deadline WithConflict(Deadline chosen, List<Deadline> computed)
    {
        var ids = computed.Select(deadline => deadline.RuleId).ToList();
        return chosen with
        {
            Conflict = true,
            ConflictingRules = ids,
            Sentence = $"{chosen.Sentence}; conflicting rules ({string.Join(", ", ids)}), the earlier date is shown",
        };
    }

    /// <summary>The payer's rule cannot be counted yet, so the default stands in and the sentence says what is needed.</summary>
    private static Deadline Assumed(
        Deadline uncountable, IReadOnlyCollection<WindowRule> rules, WindowAction action, WindowEvents events, SafetyMargin? margin)
    {
        var fallback = rules.FirstOrDefault(rule => rule.Assumed && rule.Action == action && RuleSelection.Nearness(rule.Scope) == 0 && rule.Id != uncountable.RuleId);
        if (fallback is null || Compute(fallback, events, margin) is not { DueOn: not null } stand)
        {
            return uncountable;
        }

        return stand with { Missing = uncountable.Missing, Sentence = $"{stand.Sentence}; {uncountable.Sentence}" };
    }
}
