namespace DenialDesk.Samples.Practice;

/// <summary>Who refuses a claim before the payer decides it.</summary>
internal enum RefusedBy
{
    Form,
    Clearinghouse,
    Payer,
}

/// <summary>A submission that is refused: by whom, on which day, and the status told (STC01; nothing for the form of a file).</summary>
internal sealed record Refused(Submission Sent, RefusedBy By, DateOnly Day, string Status)
{
    private static readonly string[] _statuses = ["A7:164:IL", "A7:562:82", "A3:116", "A7:255", "A3:33:IL"];

    /// <summary>About two in a hundred original claims: those answered later were sent again a week after, some of the last weeks still wait to be corrected.</summary>
    public static List<Refused> Choose(IReadOnlyList<Submission> submissions, IEnumerable<RemitBatch> batches, DateOnly lastDay)
    {
        var answered = batches.SelectMany(batch => batch.Decisions.Select(decision => (decision.Claim.Id, batch.Day)))
            .GroupBy(answer => answer.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Min(answer => answer.Day), StringComparer.Ordinal);
        var once = submissions.GroupBy(sent => sent.Claim.Id, StringComparer.Ordinal).Where(group => group.Count() == 1).Select(group => group.First())
            .Where(sent => sent is { Frequency: '1', EarlierPayer: null }).OrderBy(sent => sent.Day).ThenBy(sent => sent.Claim.Id, StringComparer.Ordinal).ToList();
        var again = once.Where(sent => answered.TryGetValue(sent.Claim.Id, out var day) && day > sent.Day.AddDays(10)).Where((_, i) => i % 40 == 7);
        var waiting = once.Where(sent => !answered.ContainsKey(sent.Claim.Id) && sent.Day > lastDay.AddDays(-45) && sent.Day <= lastDay.AddDays(-4)).ToList();
        var open = waiting.Where((_, i) => i % Math.Max(1, waiting.Count / 10) == 0).Take(10).Select((sent, i) => Of(sent, i)).ToList();
        var late = waiting.Except(open.Select(one => one.Sent)).GroupBy(sent => sent.Day).Where(day => day.Count() > 1).Take(1).SelectMany(day => day.Take(2)).Select(sent => new Refused(sent, RefusedBy.Form, sent.Day, ""));
        return [.. again.Select((sent, i) => Of(sent, i)), .. open, .. late];
    }

    /// <summary>The claim as it is sent again; nothing for one that waits.</summary>
    public static IEnumerable<Submission> SentAgain(IEnumerable<Refused> refused, IReadOnlyCollection<string> answered)
        => refused.Where(one => answered.Contains(one.Sent.Claim.Id)).Select(one => one.Sent with { Day = one.Sent.Day.AddDays(7) });

    private static Refused Of(Submission sent, int i)
        => new(sent, i % 3 == 2 ? RefusedBy.Payer : RefusedBy.Clearinghouse, sent.Day.AddDays(i % 3 == 2 ? 3 : 1), _statuses[i % _statuses.Length]);
}
