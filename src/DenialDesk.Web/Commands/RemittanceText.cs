using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Money;
using DenialDesk.X12.Remittance;

namespace DenialDesk.Web.Commands;

/// <summary>A remittance as a person reads it on a terminal: payer, cheque, and per claim and line the adjustments in words.</summary>
internal static class RemittanceText
{
    /// <summary>Writes the file as it is read; memory does not grow with it.</summary>
    public static void Write(TextWriter to, string file, Stream content, DateOnly today)
    {
        to.WriteLine(file);
        var asOf = today;
        var sum = InspectFile.Run(content, today, (item, decision) =>
        {
            switch (item)
            {
                case TransactionOpened opened:
                    asOf = opened.Header.PaymentDate ?? opened.Header.ProductionDate ?? today;
                    Header(to, opened.Header);
                    break;
                case ClaimRead read:
                    Claim(to, read.Claim, decision!, asOf);
                    break;
                case TransactionClosed closed:
                    Trailer(to, closed.Trailer);
                    break;
            }
        });
        to.WriteLine();
        to.WriteLine($"{sum.Transactions} remittances, {sum.Claims} claims, {sum.Lines} lines; billed {Dollars.Text(sum.Charge)}, paid {Dollars.Text(sum.Paid)}.");
        to.WriteLine($"{sum.Denials} denials, {Dollars.Text(sum.DeniedAmount)}: {string.Join(", ", sum.ByCategory.Select(c => $"{c.Key} {c.Value.Count} ({Dollars.Text(c.Value.Amount)})"))}");
        foreach (var problem in sum.Problems) { to.WriteLine($"  {problem.Severity}: {problem.Sentence} ({problem.At})"); }
    }

    private static void Header(TextWriter to, RemittanceHeader header)
    {
        to.WriteLine();
        to.WriteLine($"{header.Payer.Name} pays {header.Payee.Name}");
        to.WriteLine($"  {header.Method} {header.TraceNumber}  {Money(header.Amount)}  {header.PaymentDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
    }

    private static void Claim(TextWriter to, RemittanceClaim claim, ClaimDecision decision, DateOnly asOf)
    {
        var denied = decision.Denial is { } found ? $"  DENIED {Dollars.Text(found.DeniedAmount)} ({found.Category.Text()}; first: {found.FirstAction.Text()})" : "";
        to.WriteLine($"  Claim {claim.PatientControlNumber}  {claim.Patient?.Name}  status {claim.StatusCode}  billed {Money(claim.Charge)}  paid {Money(claim.Paid)}{denied}");
        foreach (var one in decision.Adjustments.Where(a => a.Adjustment.LineIndex is null)) { Adjustment(to, "    ", one, asOf); }

        foreach (var line in claim.Lines)
        {
            to.WriteLine($"    {line.Ordinal,3} {line.Procedure?.Code,-8} billed {Money(line.Charge)}  paid {Money(line.Paid)}");
            foreach (var one in decision.Adjustments.Where(a => a.Adjustment.LineIndex == line.Ordinal)) { Adjustment(to, "        ", one, asOf); }
        }
    }

    private static void Adjustment(TextWriter to, string indent, AdjustmentDecision one, DateOnly asOf)
        => to.WriteLine(
            $"{indent}{one.Adjustment.Group}-{one.Carc} {Money(one.Adjustment.Amount)}  {ShippedCodes.Book.Carc(one.Carc, asOf)?.ShortTitle ?? "code not in our list"}  [{one.Bucket.Text()}, {one.Rule}]");

    private static void Trailer(TextWriter to, RemittanceTrailer trailer)
    {
        foreach (var plb in trailer.ProviderAdjustments)
        {
            to.WriteLine($"  Provider adjustment {plb.Reason} {Money(plb.Amount)}  {ShippedCodes.Book.PlbReason(plb.Reason)?.ShortTitle}  {plb.Reference}");
        }

        to.WriteLine(trailer.Balance.State switch
        {
            BalanceState.Balanced => "  Balanced.",
            BalanceState.Unbalanced => $"  OUT OF BALANCE by {Money(trailer.Balance.Difference)}.",
            _ => "  The balance cannot be worked out: an amount is missing.",
        });
    }

    private static string Money(decimal? amount) => amount is { } known ? Dollars.Text(known) : "?";
}
