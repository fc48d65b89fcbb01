namespace DenialDesk.Domain.Codes;

/// <summary>One claim adjustment reason code with our own title and judgement.</summary>
/// <param name="Code">The code as published, upper case, without leading zeros.</param>
/// <param name="ShortTitle">Our own few words; not X12's sentence.</param>
/// <param name="Kind">The bucket this code means by itself, before group and context.</param>
/// <param name="Category">The category when it is a denial; nothing for <c>none</c>.</param>
/// <param name="Department">Who can prevent it.</param>
/// <param name="Hardness">Soft or hard; nothing when it is not a denial.</param>
/// <param name="Preventable">Whether the practice could have prevented it.</param>
/// <param name="Clinical">Whether clinical judgement decides it.</param>
/// <param name="FirstAction">What to try first.</param>
/// <param name="Start">First day the code may be used, inclusive.</param>
/// <param name="Stop">First day the code may no longer be used on new decisions; nothing while active.</param>
/// <param name="Notes">What to check first, in plain words.</param>
public sealed record Carc(
    string Code,
    string ShortTitle,
    Bucket Kind,
    DenialCategory? Category,
    Department Department,
    Hardness? Hardness,
    Preventability Preventable,
    bool Clinical,
    FirstAction FirstAction,
    DateOnly Start,
    DateOnly? Stop,
    string Notes)
{
    /// <summary>Whether the code was in force on the day. A retired code still means what it meant.</summary>
    public bool ActiveOn(DateOnly day) => day >= Start && (Stop is null || day < Stop);
}

/// <summary>What X12 fixes for a code: the groups it may come with, and whether a remark code is compulsory.</summary>
/// <param name="Code">The CARC.</param>
/// <param name="GroupsAllowed">Group codes it may carry; empty means any.</param>
/// <param name="RemarkRequired">Whether at least one remark code that is not an alert must come along.</param>
/// <param name="Scope">A narrow use (<c>workers_comp</c>, <c>pharmacy</c>…), or nothing.</param>
public sealed record CarcRule(string Code, IReadOnlyList<string> GroupsAllowed, bool RemarkRequired, string? Scope);

/// <summary>One remittance advice remark code.</summary>
/// <param name="Code">The code as published, upper case.</param>
/// <param name="ShortTitle">Our own few words.</param>
/// <param name="Alert">True for an alert, which explains no adjustment; false for a supplemental code, which names the defect.</param>
/// <param name="Refines">CARCs it usually refines; may be empty.</param>
/// <param name="CategoryHint">A category name, <c>contractual</c>, <c>patient</c>, <c>inherit</c> or <c>none</c>.</param>
/// <param name="Active">False once retired.</param>
public sealed record Rarc(string Code, string ShortTitle, bool Alert, IReadOnlyList<string> Refines, string CategoryHint, bool Active)
{
    /// <summary>First day this row holds, inclusive.</summary>
    public DateOnly Start { get; init; } = DateOnly.MinValue;
}

/// <summary>A CARC and RARC pair whose meaning differs from the CARC alone.</summary>
/// <param name="Carc">The CARC.</param>
/// <param name="Rarc">The RARC.</param>
/// <param name="Category">The category of the pair; nothing for <c>none</c>.</param>
/// <param name="Department">Who can prevent the pair.</param>
/// <param name="Hardness">Soft or hard; nothing when it is no denial.</param>
/// <param name="FirstAction">What to try first.</param>
/// <param name="Appealable">Whether the pair may be appealed.</param>
/// <param name="Basis">Where the pair was seen: MAC, CORE, X12 or own.</param>
/// <param name="Note">What to check first.</param>
public sealed record PairOverride(
    string Carc,
    string Rarc,
    DenialCategory? Category,
    Department Department,
    Hardness? Hardness,
    FirstAction FirstAction,
    bool Appealable,
    string Basis,
    string Note)
{
    /// <summary>First day the pair has this meaning, inclusive.</summary>
    public DateOnly Start { get; init; } = DateOnly.MinValue;
}

/// <summary>One group code: who the payer says bears the money.</summary>
/// <param name="Code">CO, PR, OA, PI or the legacy CR.</param>
/// <param name="ShortTitle">Our own few words.</param>
/// <param name="WhoBearsIt">Provider, patient or nobody yet.</param>
/// <param name="MayBillPatient">Whether the group alone lets a patient be billed.</param>
/// <param name="In5010">Whether a 005010 remittance may carry it.</param>
/// <param name="Rule">How to read it.</param>
public sealed record GroupCode(string Code, string ShortTitle, string WhoBearsIt, bool MayBillPatient, bool In5010, string Rule);

/// <summary>One provider-level adjustment reason (PLB).</summary>
/// <param name="Code">The code.</param>
/// <param name="ShortTitle">Our own few words.</param>
/// <param name="UsualEffect">Adds, reduces or either.</param>
/// <param name="Posting">The kind of account it belongs to.</param>
/// <param name="WorkItem">Whether someone has to look at it.</param>
/// <param name="Notes">How to read it.</param>
public sealed record PlbReason(string Code, string ShortTitle, string UsualEffect, string Posting, bool WorkItem, string Notes);

/// <summary>One claim status code (list 508) as 277CA uses it.</summary>
/// <param name="Code">The code.</param>
/// <param name="ShortTitle">Our own few words.</param>
/// <param name="Category">The category of the defect; nothing for <c>none</c>.</param>
/// <param name="Department">Who can fix it.</param>
/// <param name="FirstAction">What to try first.</param>
/// <param name="NeedsEntityCode">Whether the meaning depends on the entity named beside it.</param>
public sealed record ClaimStatusCode(string Code, string ShortTitle, DenialCategory? Category, Department Department, FirstAction FirstAction, bool NeedsEntityCode);

/// <summary>One claim status category (list 507).</summary>
/// <param name="Code">The code.</param>
/// <param name="ShortTitle">Our own few words.</param>
/// <param name="Family">Acknowledgement, pending, finalized…</param>
/// <param name="Outcome">Accepted, rejected, paid…</param>
/// <param name="WorkItem">Whether someone has to act.</param>
/// <param name="FirstAction">What to try first.</param>
/// <param name="Notes">How to read it.</param>
public sealed record ClaimStatusCategory(string Code, string ShortTitle, string Family, string Outcome, bool WorkItem, FirstAction FirstAction, string Notes);
