using DenialDesk.Domain.Money;

namespace DenialDesk.App.Intake;

/// <summary>A paper remittance as it stands in the form, finished or not. Amounts are dollars.</summary>
public sealed class PaperRemittance
{
    public string Payer { get; set; } = "";

    public int? PracticeId { get; set; }

    /// <summary>"CHK", "ACH" or "NON".</summary>
    public string Method { get; set; } = "CHK";

    public string Number { get; set; } = "";

    public DateOnly? Date { get; set; }

    public decimal? Amount { get; set; }

    public List<PaperClaim> Claims { get; set; } = [new()];

    public List<PaperProviderAdjustment> ProviderAdjustments { get; set; } = [];

    /// <summary>Payment less claims paid plus provider adjustments.</summary>
    public decimal Difference() => RemittanceBalance.Payment(Amount ?? 0, Claims.Select(c => c.Paid()), ProviderAdjustments.Select(p => p.Amount ?? 0));

    /// <summary>What does not add up, each with where and by how much; empty when all does.</summary>
    public IReadOnlyList<string> Differences()
    {
        var found = new List<string>();
        for (var c = 0; c < Claims.Count; c++)
        {
            for (var l = 0; l < Claims[c].Lines.Count; l++)
            {
                if (Claims[c].Lines[l].Difference() is not 0 and var line) { found.Add($"Line {l + 1} of claim {c + 1} differs by {Dollars.Text(line)}"); }
            }

            if (Claims[c].Difference() is not 0 and var claim) { found.Add($"Claim {c + 1} differs by {Dollars.Text(claim)}"); }
        }

        if (Difference() is not 0 and var payment) { found.Add($"The payment differs from its claims by {Dollars.Text(payment)}"); }

        return found;
    }
}

/// <summary>One claim of it. Its charge and payment are the sums of its lines, less what is adjusted on the claim as a whole.</summary>
public sealed class PaperClaim
{
    public string PatientControlNumber { get; set; } = "";

    public string LastName { get; set; } = "";

    public string FirstName { get; set; } = "";

    public string MemberId { get; set; } = "";

    public string PayerClaimNumber { get; set; } = "";

    /// <summary>CLP02.</summary>
    public string Status { get; set; } = "1";

    /// <summary>What the paper shows as billed for the claim; null takes the sum of the lines.</summary>
    public decimal? Charge { get; set; }

    public List<PaperLine> Lines { get; set; } = [new()];

    public List<PaperAdjustment> Adjustments { get; set; } = [];

    /// <summary>Paid on the lines less what is taken off the claim as a whole.</summary>
    public decimal Paid() => Lines.Sum(l => l.Paid ?? 0) - Adjustments.Sum(a => a.Amount ?? 0);

    /// <summary>The billed amount of the claim less the sum of its lines.</summary>
    public decimal Difference() => Charge is { } charge ? RemittanceBalance.Parts(charge, Lines.Select(l => l.Charge ?? 0)) : 0;
}

/// <summary>One service line.</summary>
public sealed class PaperLine
{
    public string Procedure { get; set; } = "";

    /// <summary>Two-character modifiers, separated by blanks.</summary>
    public string Modifiers { get; set; } = "";

    public DateOnly? ServiceDate { get; set; }

    public decimal? Charge { get; set; }

    public decimal? Paid { get; set; }

    public List<PaperAdjustment> Adjustments { get; set; } = [new()];

    /// <summary>Remark codes, separated by blanks.</summary>
    public string Remarks { get; set; } = "";

    /// <summary>Charge less paid less adjustments.</summary>
    public decimal Difference() => RemittanceBalance.Adjusted(Charge ?? 0, Paid ?? 0, Adjustments.Select(a => a.Amount ?? 0));
}

/// <summary>One adjustment: group, reason, dollars.</summary>
public sealed class PaperAdjustment
{
    public string Group { get; set; } = "CO";

    public string Reason { get; set; } = "";

    public decimal? Amount { get; set; }
}

/// <summary>One provider-level adjustment (PLB): dollars taken off the payment.</summary>
public sealed class PaperProviderAdjustment
{
    public string Reason { get; set; } = "WO";

    public string Reference { get; set; } = "";

    public decimal? Amount { get; set; }
}
