using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Everything the decision says about one adjudicated claim.</summary>
public sealed record ClaimDecision
{
    /// <summary>The version of the decision rules, stored beside the result so that a change can be replayed.</summary>
    public required string RuleVersion { get; init; }

    /// <summary>Claim-level rules that applied (A1 to A7), in order; empty for a plain primary claim.</summary>
    public IReadOnlyList<string> ClaimRules { get; init; } = [];

    /// <summary>Every adjustment of the claim in the order sent (claim level first, then line by line), each in one bucket.</summary>
    public required IReadOnlyList<AdjustmentDecision> Adjustments { get; init; }

    /// <summary>What a person should look at, without repeats.</summary>
    public IReadOnlyList<ReviewPoint> Flags { get; init; } = [];

    /// <summary>The denial found, or nothing.</summary>
    public DenialFound? Denial { get; init; }
}

/// <summary>Where one adjustment ended and why.</summary>
/// <param name="Adjustment">The adjustment as sent.</param>
/// <param name="Carc">Its reason code in normal form.</param>
/// <param name="Bucket">Its one bucket.</param>
/// <param name="Rule">The rule that put it there: A1–A5, B1–B3, C1–C13.</param>
/// <param name="Liability">Who bears it for now.</param>
/// <param name="Reason">The denial reason, when the bucket is denial.</param>
public sealed record AdjustmentDecision(
    AdjudicatedAdjustment Adjustment,
    string Carc,
    Bucket Bucket,
    string Rule,
    Liability Liability,
    DenialReason? Reason = null);

/// <summary>Who bears an amount after this decision.</summary>
public enum Liability
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The patient.</summary>
    Patient,

    /// <summary>Not settled yet.</summary>
    Open,
}

/// <summary>One reason why money was refused.</summary>
/// <param name="LineIndex">The line, or nothing at claim level.</param>
/// <param name="Ordinal">The adjustment's position in its line or claim, from 0.</param>
/// <param name="Rule">The rule that made it a denial: C2, C4, C8, C9, C12 or C13.</param>
/// <param name="Group">Group code.</param>
/// <param name="Carc">Reason code in normal form.</param>
/// <param name="Rarc">The remark code that told the category, else the first that names a defect; nothing when none was sent.</param>
/// <param name="Amount">Dollars refused, above zero.</param>
/// <param name="Category">What went wrong.</param>
/// <param name="CategoryRule">D1 pair, D2 remark hint, D3 code table, C9 zero pay, C13 unknown code, or E for an upheld appeal.</param>
/// <param name="Department">Who can prevent it.</param>
/// <param name="Hardness">Soft or hard.</param>
/// <param name="Preventable">Whether the practice could have prevented it.</param>
/// <param name="Clinical">Whether clinical judgement decides it.</param>
/// <param name="FirstAction">What to try first, already checked against rights and liability.</param>
/// <param name="Appealable">Whether an appeal right exists as far as the remittance tells.</param>
public sealed record DenialReason(
    int? LineIndex,
    int Ordinal,
    string Rule,
    string Group,
    string Carc,
    string? Rarc,
    decimal Amount,
    DenialCategory Category,
    string CategoryRule,
    Department Department,
    Hardness Hardness,
    Preventability Preventable,
    bool Clinical,
    FirstAction FirstAction,
    bool Appealable);

/// <summary>One denial: one claim, one payer, one adjudication, with its denied lines inside.</summary>
public sealed record DenialFound
{
    /// <summary>The denied lines in the order sent; one entry without a line when the claim was refused as a whole.</summary>
    public required IReadOnlyList<DeniedLine> Lines { get; init; }

    /// <summary>Group code of the reason with the largest refused amount.</summary>
    public required string LeadGroup { get; init; }

    /// <summary>CARC of the reason with the largest refused amount.</summary>
    public required string LeadCarc { get; init; }

    /// <summary>Remark code of the leading reason; nothing when none names a defect.</summary>
    public string? LeadRarc { get; init; }

    /// <summary>Category of the leading reason.</summary>
    public required DenialCategory Category { get; init; }

    /// <summary>Department of the leading reason.</summary>
    public required Department Department { get; init; }

    /// <summary>Hardness of the leading reason.</summary>
    public required Hardness Hardness { get; init; }

    /// <summary>Whether the practice could have prevented it.</summary>
    public required Preventability Preventable { get; init; }

    /// <summary>Whether clinical judgement decides it.</summary>
    public required bool Clinical { get; init; }

    /// <summary>What to try first.</summary>
    public required FirstAction FirstAction { get; init; }

    /// <summary>Whether an appeal right exists as far as the remittance tells.</summary>
    public required bool Appealable { get; init; }

    /// <summary>Why there is no appeal (<c>MA130</c>, <c>N211</c>, …), or nothing.</summary>
    public string? NoAppealBecause { get; init; }

    /// <summary>Whether the patient may be billed for the refused amount now.</summary>
    public required bool BillPatientAllowed { get; init; }

    /// <summary>Remark codes that forbid billing the patient, in the order sent.</summary>
    public IReadOnlyList<string> PatientProtection { get; init; } = [];

    /// <summary>Sum of the denial-reason amounts in dollars; never the whole charge of a partly paid line.</summary>
    public required decimal DeniedAmount { get; init; }

    /// <summary>Billed charge of the denied lines in dollars, when every one was sent.</summary>
    public decimal? DeniedLineCharge { get; init; }

    /// <summary>Whether everything that was charged is denied, or only a part.</summary>
    public required DenialExtent Extent { get; init; }

    /// <summary>True when only a zero-pay contractual line (C9) makes it a denial: review before working.</summary>
    public bool Suspect { get; init; }

    /// <summary>What a person should look at on this denial.</summary>
    public IReadOnlyList<ReviewPoint> Flags { get; init; } = [];
}

/// <summary>How much of a line or claim was refused.</summary>
public enum DenialExtent
{
    /// <summary>Nothing was paid on any charged line.</summary>
    Full,

    /// <summary>Some of it was paid.</summary>
    Partial,
}

/// <summary>One denied line with its reasons.</summary>
/// <param name="LineIndex">The line, or nothing for the claim as a whole.</param>
/// <param name="Extent">Full when the line was paid nothing.</param>
/// <param name="DeniedAmount">Sum of the line's denial-reason amounts in dollars.</param>
/// <param name="Reasons">Reasons in the order sent.</param>
public sealed record DeniedLine(int? LineIndex, DenialExtent Extent, decimal DeniedAmount, IReadOnlyList<DenialReason> Reasons);
