using System.Collections.Frozen;

namespace DenialDesk.Domain.Denials;

/// <summary>What single remark codes do to rights, liability and route (codes of the decision's step E).</summary>
internal static class RemarkEffects
{
    /// <summary>These describe the process; they are never the reason of a denial.</summary>
    internal static readonly FrozenSet<string> NotAReason = FrozenSet.Create(
        "MA130", "N517", "N704", "N211", "MA01", "MA02", "MA13", "MA28", "MA44", "MA67", "N1", "N187", "N210", "N366", "N185", "N938", "N939");

    /// <summary>A remittance of the other payer is what is missing, whatever the reason code says about records.</summary>
    internal static readonly FrozenSet<string> OtherPayerData = FrozenSet.Create("N4", "N479", "N480", "MA04", "MA92");

    /// <summary>No appeal right.</summary>
    internal static readonly FrozenSet<string> NoAppeal = FrozenSet.Create("MA130", "N704", "N211", "MA44", "N83");

    /// <summary>A new or corrected claim is the way.</summary>
    internal static readonly FrozenSet<string> SendClaim = FrozenSet.Create("MA130", "N704", "N142", "N380", "N798");

    /// <summary>Sending anything now makes it worse.</summary>
    internal static readonly FrozenSet<string> DoNotResend = FrozenSet.Create("N185", "N938", "N779");

    /// <summary>An exchange plan's grace period is running.</summary>
    internal static readonly FrozenSet<string> Grace = FrozenSet.Create("N617");

    /// <summary>Passed on to another payer.</summary>
    internal static readonly FrozenSet<string> PassedOn = FrozenSet.Create("MA18", "MA07", "N89");

    /// <summary>Expressly not passed on.</summary>
    internal static readonly FrozenSet<string> NotPassedOn = FrozenSet.Create("MA08", "MA19", "MA68", "N177", "F3N");

    /// <summary>Money collected from the patient goes back.</summary>
    internal static readonly FrozenSet<string> Refund = FrozenSet.Create("M26", "N125", "N781", "N782", "N783");

    /// <summary>Medicaid or QMB member: Medicaid is billed, never the patient.</summary>
    internal static readonly FrozenSet<string> MedicaidMember = FrozenSet.Create("N781", "N782", "N783", "N192");

    /// <summary>Open-negotiation dates to be checked before a write-off.</summary>
    internal static readonly FrozenSet<string> Negotiation = FrozenSet.Create("N859", "N877");

    private static readonly FrozenSet<string> Protecting = FrozenSet.Create(
        "M27", "M39", "N563", "N842", "N172", "N781", "N782", "N783", "N192", "N882", "N884", "N885");

    /// <summary>Whether the remark forbids billing the patient: liability notices, QMB, and the No Surprises Act (N859, N860, N862–N879…).</summary>
    internal static bool ProtectsPatient(string rarc) => Protecting.Contains(rarc) || SurpriseBill(rarc);

    /// <summary>Whether the remark says surprise-billing law was used.</summary>
    internal static bool SurpriseBill(string rarc) =>
        rarc.Length == 4 && rarc[0] == 'N' && int.TryParse(rarc.AsSpan(1), out var number) && number is 859 or 860 or (>= 862 and <= 879);
}
