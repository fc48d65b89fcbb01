using DenialDesk.App.Certificates;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.Money;

namespace DenialDesk.Web.Pages.Certificates;

/// <summary>Where a provider-level adjustment stands, in words.</summary>
internal static class LedgerWords
{
    public static string Name(LedgerState state) => state.ToString().ToLowerInvariant();

    public static string State(LedgerState state) => state switch
    {
        LedgerState.Chained => "Debt, closed",
        LedgerState.Carried => "Debt, carried forward",
        LedgerState.Paired => "Given and taken",
        LedgerState.Linked => "With its claim",
        LedgerState.Explained => "Explained by its code",
        LedgerState.Settled => "Settled by hand",
        _ => "To be looked into",
    };

    public static string Tone(LedgerState state) => state switch
    {
        LedgerState.Unlinked => "bad",
        LedgerState.Carried => "warn",
        _ => "good",
    };

    /// <summary>What the chain still owes.</summary>
    public static string Left(LedgerRow row) => row.State == LedgerState.Carried ? $"{Dollars.Text(-row.Left)} will be taken from a later payment." : "";

    public static bool Decidable(LedgerState state) => state is LedgerState.Unlinked or LedgerState.Settled;

    public static string Verb(LedgerState state) => state == LedgerState.Settled ? "Open again" : "Settle";
}
