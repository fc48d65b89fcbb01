using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Money;
using DenialDesk.X12.Remittance;

namespace DenialDesk.Web.Commands;

/// <summary>A remittance as a person reads it on a terminal: payer, cheque, and per claim and line the adjustments in words.</summary>
internal sealed class RemittanceText(TextWriter to, DateOnly today)
{
    private DateOnly? asOf;

    /// <summary>Writes an item as it passes; memory does not grow with the file.</summary>
    public void Take(RemittanceItem item, ClaimDecision? decision)
    {
        switch (item)
        {
            case TransactionOpened opened:
                asOf = opened.Header.PaymentDate ?? opened.Header.ProductionDate;
                Header(opened.Header);
                break;
            case ClaimRead read:
                Claim(read.Claim, decision!);
                break;
            case TransactionClosed closed:
                Trailer(closed.Trailer);
                break;
        }
    }

    private void Header(RemittanceHeader header)
    {
        to.WriteLine();
        to.WriteLine($"{header.Payer.Name} pays {header.Payee.Name}");
        to.WriteLine($"  {header.Method} {header.TraceNumber}  {Money(header.Amount)}  {header.PaymentDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
    }

    private void Claim(RemittanceClaim claim, ClaimDecision decision)
    {
        var denied = decision.Denial is { } found ? $"  DENIED {Dollars.Text(found.DeniedAmount)} ({found.Category.Text()}; first: {found.FirstAction.Text()})" : "";
        to.WriteLine($"  Claim {claim.PatientControlNumber}  {claim.Patient?.Name}  status {claim.StatusCode}  billed {Money(claim.Charge)}  paid {Money(claim.Paid)}{denied}");
        foreach (var one in decision.Adjustments.Where(a => a.Adjustment.LineIndex is null)) { Adjustment("    ", one); }

        foreach (var line in claim.Lines)
        {
            to.WriteLine($"    {line.Ordinal,3} {line.Procedure?.Code,-8} billed {Money(line.Charge)}  paid {Money(line.Paid)}");
            foreach (var one in decision.Adjustments.Where(a => a.Adjustment.LineIndex == line.Ordinal)) { Adjustment("        ", one); }
        }
    }

    private void Adjustment(string indent, AdjustmentDecision one)
        => to.WriteLine(
            $"{indent}{one.Adjustment.Group}-{one.Carc} {Money(one.Adjustment.Amount)}  {ShippedCodes.Book.Carc(one.Carc, asOf ?? today)?.ShortTitle ?? "code not in our list"}  [{one.Bucket.Text()}, {one.Rule}]");

    private void Trailer(RemittanceTrailer trailer)
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
