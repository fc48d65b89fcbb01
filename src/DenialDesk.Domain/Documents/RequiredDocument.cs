using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Documents;

/// <summary>Where a required document stands.</summary>
public enum DocumentStanding
{
    /// <summary>A document of this kind was added to the claim.</summary>
    Added,

    /// <summary>The desk has it from files it took in: the remittance, the submitted claim, an acceptance.</summary>
    FromFiles,

    /// <summary>Somebody decided that this denial goes without it.</summary>
    Waived,

    /// <summary>A department was asked for it and has not answered.</summary>
    Requested,

    /// <summary>It is not there.</summary>
    Missing,
}

/// <summary>What is known of the documents of one denial.</summary>
/// <param name="Added">Kinds that were added to its claim and not taken out.</param>
/// <param name="FromFiles">Kinds the desk has from files it took in.</param>
/// <param name="Waived">Kinds it goes without.</param>
/// <param name="Requested">Kinds a department was asked for.</param>
public sealed record DocumentsAtHand(IReadOnlySet<DocumentKind> Added, IReadOnlySet<DocumentKind> FromFiles, IReadOnlySet<DocumentKind> Waived, IReadOnlySet<DocumentKind> Requested);

/// <summary>One document that a denial needs, and where it stands.</summary>
public sealed record RequiredDocument(DocumentRule Rule, DocumentStanding Standing)
{
    /// <summary>Whether nothing more is wanted of it.</summary>
    public bool Settled => Standing is DocumentStanding.Added or DocumentStanding.FromFiles or DocumentStanding.Waived;

    /// <summary>Whether it stands in the way of sending.</summary>
    public bool Blocks => Rule.Needed && !Settled;

    /// <summary>The list of one denial, in the order of the rules. What is there counts more than a waiver, and a waiver more than a request.</summary>
    public static IReadOnlyList<RequiredDocument> Of(DocumentRules rules, DenialCategory category, DocumentsAtHand at) =>
        [.. rules.Of(category).Select(rule => new RequiredDocument(rule, Stands(rule.Kind, at)))];

    private static DocumentStanding Stands(DocumentKind kind, DocumentsAtHand at) =>
        at.Added.Contains(kind) ? DocumentStanding.Added
        : at.FromFiles.Contains(kind) ? DocumentStanding.FromFiles
        : at.Waived.Contains(kind) ? DocumentStanding.Waived
        : at.Requested.Contains(kind) ? DocumentStanding.Requested
        : DocumentStanding.Missing;
}
