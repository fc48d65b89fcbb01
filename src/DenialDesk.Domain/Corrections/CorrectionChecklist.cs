using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Corrections;

/// <summary>One thing to look at before a correction of a category is sent.</summary>
/// <param name="Category">The kind of denial it is looked at for.</param>
/// <param name="Text">What to look at.</param>
/// <param name="Required">Whether sending waits for it; another is a reminder.</param>
public sealed record ChecklistItem(DenialCategory Category, string Text, bool Required);

/// <summary>A person's word on an item of one denial.</summary>
/// <param name="Item">The item's text.</param>
/// <param name="WaivedBecause">Why it does not apply here; null when it was done.</param>
public sealed record ChecklistTick(string Item, string? WaivedBecause);

/// <summary>What is checked before a corrected claim goes out, by category; made one's own by admins.</summary>
/// <remarks>Shipped items follow domain practice per category: docs/rules/corrected-claims.md, "Checklists".</remarks>
public sealed record CorrectionChecklist
{
    /// <summary>The items, in their order.</summary>
    public required IReadOnlyList<ChecklistItem> Items { get; init; }

    /// <summary>What a desk starts with.</summary>
    public static CorrectionChecklist Shipped { get; } = new()
    {
        Items =
        [
            new(DenialCategory.Registration, "Name and birth date agree with the card or the payer's eligibility answer", true),
            new(DenialCategory.Registration, "Member number copied from the card, with prefix and suffix", true),
            new(DenialCategory.Registration, "Relation to the subscriber is right", false),
            new(DenialCategory.Eligibility, "Coverage on the day of service checked with this payer", true),
            new(DenialCategory.Eligibility, "The claim goes to the plan that was active then", true),
            new(DenialCategory.Cob, "Which coverage comes first is settled", true),
            new(DenialCategory.Cob, "The first payer's amounts are on the claim", true),
            new(DenialCategory.Coding, "Code, modifier and diagnosis are supported by the note", true),
            new(DenialCategory.Coding, "Codes were valid on the day of service", false),
            new(DenialCategory.Bundling, "The modifier for a distinct service is supported by the note", true),
            new(DenialCategory.Authorization, "The authorization covers code, units, place and day", true),
            new(DenialCategory.Authorization, "Its number stands on the claim", true),
            new(DenialCategory.Documentation, "The records that were asked for are there", true),
            new(DenialCategory.Documentation, "They are signed and dated", false),
            new(DenialCategory.MedicalNecessity, "The diagnosis that supports the service is on the claim and in the note", true),
            new(DenialCategory.BillingError, "What the payer named is put right", true),
            new(DenialCategory.TimelyFiling, "Proof that the claim was filed in time is there", true),
            new(DenialCategory.Duplicate, "It is not the same service again, and the claim shows why", true),
            new(DenialCategory.Credentialing, "The provider was enrolled with this payer on the day of service", true),
            new(DenialCategory.ChargeCapture, "The charge agrees with what was done", true),
        ],
    };

    /// <summary>The items of a category.</summary>
    public IReadOnlyList<ChecklistItem> Of(DenialCategory category) => [.. Items.Where(i => i.Category == category)];

    /// <summary>Why a correction may not be sent yet; null when every required item is done or waived.</summary>
    public static Refusal? Open(IEnumerable<ChecklistItem> items, IReadOnlyCollection<ChecklistTick> ticks)
    {
        var open = items.Where(i => i.Required && ticks.All(t => t.Item != i.Text)).Select(i => i.Text).ToList();
        return open.Count == 0 ? null : new("checklist_open", $"Still open on the checklist: {string.Join("; ", open)}. Tick it, or say why it does not apply here.");
    }

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (Items.Any(i => i.Text.Trim().Length is 0 or > 200)) { return new("checklist_text", "Every item needs a text of at most 200 letters."); }

        if (Items.Count > 300) { return new("checklist_long", "A checklist has room for 300 items. Nobody reads more."); }

        return Items.GroupBy(i => (i.Category, i.Text.Trim().ToUpperInvariant())).FirstOrDefault(g => g.Skip(1).Any()) is { } twice
            ? new("checklist_twice", $"“{twice.First().Text}” stands in one category twice. Keep one.")
            : null;
    }
}
