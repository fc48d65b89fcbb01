using System.Globalization;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples.Files;

/// <summary>Packs submissions and payments into the files that would have arrived, with the three deliberate oddities.</summary>
internal static class Mailbag
{
    private const string Clearinghouse = "PECANCLEAR";
    private static readonly SegmentStyle _clearinghouseStyle = SegmentStyle.Usual with { Terminator = "~\n" };

    public static IEnumerable<(SampleFile File, byte[] Bytes)> Pack(IEnumerable<Submission> submissions, IEnumerable<RemitBatch> batches, DateOnly firstDay, DateOnly lastDay, decimal outOfBalanceBy)
    {
        var control = 1000;
        var remits = batches.ToList();
        var sentOnce = submissions.ToList();
        var refused = Refused.Choose(sentOnce, remits, lastDay);
        var answered = remits.SelectMany(batch => batch.Decisions.Select(decision => decision.Claim.Id)).ToHashSet(StringComparer.Ordinal);
        var numbers = remits.SelectMany(batch => batch.Decisions).GroupBy(decision => (decision.Claim.Id, decision.Payer)).ToDictionary(group => group.Key, group => group.First().ClaimNumber);
        var late = refused.Where(one => one.By == RefusedBy.Form).Select(one => one.Sent).ToList();
        foreach (var week in sentOnce.Except(late).Concat(Refused.SentAgain(refused, answered)).GroupBy(sent => sent.Day).OrderBy(week => week.Key))
        {
            var sent = week.ToList();
            yield return (ClaimFileOf(week.Key, sent), ClaimFile.Write(week.Key, ++control, sent));
            foreach (var file in Answers(week.Key, control, sent, refused, numbers, lastDay)) { yield return file; }
        }

        foreach (var day in late.GroupBy(sent => sent.Day))
        {
            var sent = day.ToList();
            yield return (ClaimFileOf(day.Key, sent, "late"), ClaimFile.Write(day.Key, 400_000 + ++control, sent));
            yield return (AnswerOf("999", day.Key, "late-999", 1), AnswerFile.Form(day.Key, 600_000 + control, 400_000 + control, sent[0].Claim.Id));
        }

        foreach (var day in remits.Where(batch => batch.Payer.ThroughClearinghouse).GroupBy(batch => batch.Day))
        {
            var off = IsFirstOf(remits, DemoPayer.Aetna, firstDay.AddMonths(8), [.. day]) ? outOfBalanceBy : 0m;
            var together = day.OrderBy(batch => batch.Payer == DemoPayer.Aetna ? 0 : 1).ToList();
            yield return (RemitFileOf(Name(day.Key, "clearinghouse"), day.Key, off == 0 ? SampleFileNote.Ordinary : SampleFileNote.OutOfBalance, together, off),
                RemittanceFile.Write(_clearinghouseStyle, Clearinghouse, day.Key, ++control, together, off));
        }

        foreach (var batch in remits.Where(batch => !batch.Payer.ThroughClearinghouse))
        {
            foreach (var file in Direct(batch, remits, firstDay, ++control))
            {
                yield return file;
            }
        }
    }

    /// <summary>To one weekly batch: the form is accepted the same day, the clearinghouse refuses the next, payers answer three days later.</summary>
    private static IEnumerable<(SampleFile File, byte[] Bytes)> Answers(DateOnly day, int control, List<Submission> sent, List<Refused> refused, Dictionary<(string Claim, DemoPayer Payer), string> numbers, DateOnly lastDay)
    {
        yield return (AnswerOf("999", day, "999", 1), AnswerFile.Form(day, 600_000 + control, control, null));
        var (next, third) = (day.AddDays(1), day.AddDays(3));
        var stopped = sent.Select(one => refused.Find(r => ReferenceEquals(r.Sent, one))).OfType<Refused>().Where(r => r.By == RefusedBy.Clearinghouse).ToList();
        if (stopped.Count > 0 && next <= lastDay)
        {
            yield return (AnswerOf("277", next, "clearinghouse", 1), AnswerFile.Status(next, 700_000 + control, control, [(null, [.. stopped.Select(r => (r.Sent, r.Status, (string?)null))])]));
        }

        if (third > lastDay) { yield break; }

        var sources = sent.Where(one => !stopped.Exists(r => r.Sent == one)).GroupBy(one => one.Payer).OrderBy(group => group.Key.Tag, StringComparer.Ordinal)
            .Select(group => ((DemoPayer?)group.Key, group.Select(one => (one, refused.Find(r => ReferenceEquals(r.Sent, one))?.Status ?? "A2:20:PR", numbers.GetValueOrDefault((one.Claim.Id, one.Payer)))).ToList())).ToList();
        if (sources.Count > 0) { yield return (AnswerOf("277", third, "payers", sources.Count), AnswerFile.Status(third, 800_000 + control, control, sources)); }
    }

    private static SampleFile AnswerOf(string kind, DateOnly day, string from, int transactions)
        => new($"answers/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{from}.{kind}", kind, day, SampleFileNote.Ordinary, transactions, 0, 0m, 0m, 0m, 0m, 0, 0m);

    private static IEnumerable<(SampleFile File, byte[] Bytes)> Direct(RemitBatch batch, List<RemitBatch> remits, DateOnly firstDay, int control)
    {
        var payer = batch.Payer;
        var sender = payer.Tag.ToUpperInvariant();
        var bytes = RemittanceFile.Write(payer.Style, sender, batch.Day, control, [batch]);
        if (IsFirstOf(remits, DemoPayer.Medicaid, firstDay.AddMonths(9), [batch]))
        {
            yield return (RemitFileOf(Name(batch.Day, payer.Tag), batch.Day, SampleFileNote.Truncated, [batch], 0m), bytes[..(bytes.Length * 3 / 5)]);
            var nextDay = batch.Day.AddDays(1);
            yield return (RemitFileOf(Name(nextDay, payer.Tag + "-whole"), nextDay, SampleFileNote.Ordinary, [batch], 0m), bytes);
            yield break;
        }

        yield return (RemitFileOf(Name(batch.Day, payer.Tag), batch.Day, SampleFileNote.Ordinary, [batch], 0m), bytes);
        if (IsFirstOf(remits, DemoPayer.BlueCross, firstDay.AddMonths(5), [batch]))
        {
            var later = batch.Day.AddDays(2);
            yield return (RemitFileOf(Name(later, payer.Tag + "-resent"), later, SampleFileNote.Resent, [batch], 0m),
                RemittanceFile.Write(SegmentStyle.Usual, Clearinghouse, later, 900_000 + control, [batch]));
        }
    }

    /// <summary>True when one of <paramref name="here"/> is the payer's first payment of more than three claims on or after a day.</summary>
    private static bool IsFirstOf(List<RemitBatch> remits, DemoPayer payer, DateOnly from, List<RemitBatch> here) =>
        remits.First(batch => batch.Payer == payer && batch.Day >= from && batch.Decisions.Count > 3 && batch.Payment > 0) is { } first && here.Contains(first);

    private static string Name(DateOnly day, string from) => $"remittances/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{from}.835";

    private static SampleFile ClaimFileOf(DateOnly day, List<Submission> sent, string name = "claims") => new(
        $"claims/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{name}.837", "837", day, SampleFileNote.Ordinary, 1, sent.Count,
        sent.Sum(one => one.Claim.Charge), 0m, 0m, 0m, 0, 0m);

    private static SampleFile RemitFileOf(string name, DateOnly day, SampleFileNote note, List<RemitBatch> batches, decimal off)
    {
        var decisions = batches.SelectMany(batch => batch.Decisions).ToList();
        return new SampleFile(name, "835", day, note, batches.Count, decisions.Count, decisions.Sum(one => one.Charge), decisions.Sum(one => one.Paid),
            batches.Sum(batch => batch.Payment) + off, batches.Sum(batch => batch.Adjustments.Sum(adjustment => adjustment.Amount)),
            decisions.Count(one => one.Denial is not null), decisions.Sum(one => one.DeniedAmount));
    }
}
