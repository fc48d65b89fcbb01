using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Audit;

/// <summary>What the self-audit goes by.</summary>
/// <param name="SilentDays">Calendar days a payer may take to answer a correction or an appeal, and a hand-closed payment to show in a remittance (Audit:SilentDays, default 30).</param>
public sealed record AuditSettings(int SilentDays)
{
    /// <summary>Thirty days: most payers decide a corrected claim within them.</summary>
    public static AuditSettings Default { get; } = new(30);

    /// <summary>Reads the settings; throws with a sentence when one is wrong.</summary>
    public static AuditSettings From(IConfiguration configuration)
        => configuration["Audit:SilentDays"] is not { Length: > 0 } text ? Default
            : int.TryParse(text, out var days) && days is >= 1 and <= 365 ? new(days)
            : throw new InvalidOperationException("Audit:SilentDays must be a whole number of days from 1 to 365.");
}
