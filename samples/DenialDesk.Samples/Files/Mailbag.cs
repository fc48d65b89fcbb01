using System.Globalization;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples.Files;

/// <summary>Packs submissions and payments into the files that would have arrived, with the three deliberate oddities.</summary>
internal static class Mailbag
{
    private const string Clearinghouse = "PECANCLEAR";
    private static readonly SegmentStyle _clearinghouseStyle = SegmentStyle.Usual with { Terminator = "~\n" };

    public static IEnumerable<(SampleFile File, byte[] Bytes)> Pack(IEnumerable<Submission> submissions, IEnumerable<RemitBatch> batches, DateOnly firstDay, decimal outOfBalanceBy)
    {
        var control = 1000;
        foreach (var week in submissions.GroupBy(sent => sent.Day).OrderBy(week => week.Key))
        {
            var sent = week.ToList();
            yield return (ClaimFileOf(week.Key, sent), ClaimFile.Write(week.Key, ++control, sent));
        }

        var remits = batches.ToList();
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

    private static SampleFile ClaimFileOf(DateOnly day, List<Submission> sent) => new(
        $"claims/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-claims.837", "837", day, SampleFileNote.Ordinary, 1, sent.Count,
        sent.Sum(one => one.Claim.Charge), 0m, 0m, 0m, 0, 0m);

    private static SampleFile RemitFileOf(string name, DateOnly day, SampleFileNote note, List<RemitBatch> batches, decimal off)
    {
        var decisions = batches.SelectMany(batch => batch.Decisions).ToList();
        return new SampleFile(name, "835", day, note, batches.Count, decisions.Count, decisions.Sum(one => one.Charge), decisions.Sum(one => one.Paid),
            batches.Sum(batch => batch.Payment) + off, batches.Sum(batch => batch.Adjustments.Sum(adjustment => adjustment.Amount)),
            decisions.Count(one => one.Denial is not null), decisions.Sum(one => one.DeniedAmount));
    }
}
