using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Payers;

/// <summary>How a payer takes corrected claims.</summary>
public enum CorrectedHabit
{
    /// <summary>Either way, or not known.</summary>
    Either,

    /// <summary>Only as a replacement (frequency 7) with its claim number.</summary>
    Replacement,

    /// <summary>Only as a new claim (frequency 1).</summary>
    New,
}

/// <summary>A way in which something reaches a payer.</summary>
public enum Channel
{
    /// <summary>The payer's web site.</summary>
    Portal,

    /// <summary>Electronically, through the clearinghouse.</summary>
    Electronic,

    /// <summary>By fax.</summary>
    Fax,

    /// <summary>By mail.</summary>
    Mail,

    /// <summary>By telephone.</summary>
    Phone,
}

/// <summary>One way a payer accepts a step: the step (none means every step), the channel, where to, which form, and what files it takes (kinds, how many, how large).</summary>
public sealed record PayerChannel(
    WindowAction? Step, Channel Channel, string Where, string? Form = null, string? FileTypes = null, int? MaxFiles = null, int? MaxMegabytes = null, string? Note = null);

/// <summary>Somebody to reach at a payer: what for, who, and how.</summary>
public sealed record PayerContact(string Role, string? Name, string? Phone, string? Email);

/// <summary>What the practice knows about dealing with a payer.</summary>
public sealed record PayerConduct
{
    /// <summary>The number to call about claims.</summary>
    public string? Phone { get; init; }

    /// <summary>Where letters go when no channel says otherwise.</summary>
    public string? Address { get; init; }

    /// <summary>How it takes corrected claims.</summary>
    public CorrectedHabit CorrectedAs { get; init; }

    /// <summary>Business days after something was sent in which nobody asks about it.</summary>
    public int? QuietDays { get; init; }

    /// <summary>Calendar days after which it usually has answered.</summary>
    public int? ResponseDays { get; init; }

    /// <summary>Whether it wants the provider's own signature under an appeal.</summary>
    public bool ProviderSigns { get; init; }

    /// <summary>What billers should know when they work its denials.</summary>
    public string? Note { get; init; }

    /// <summary>How each step reaches it.</summary>
    public IReadOnlyList<PayerChannel> Channels { get; init; } = [];

    /// <summary>Whom to reach.</summary>
    public IReadOnlyList<PayerContact> Contacts { get; init; } = [];

    /// <summary>Nothing known yet.</summary>
    public static PayerConduct Unknown { get; } = new();

    /// <summary>The ways open for a step, those for every step last.</summary>
    public IReadOnlyList<PayerChannel> For(WindowAction step) => [.. Channels.Where(c => c.Step == step), .. Channels.Where(c => c.Step is null)];

    /// <summary>The first day to ask about something sent on a day: after the quiet business days, on a day the office is open. Null when there is no quiet period.</summary>
    public DateOnly? QuietUntil(DateOnly sent, IReadOnlySet<DateOnly> closed) => QuietDays is { } days ? OfficeDays.FollowUp(BusinessDays.Add(sent, days + 1), closed) : null;

    /// <summary>The day by which it has usually answered something sent on a day; null when that is not known.</summary>
    public DateOnly? AnswerBy(DateOnly sent) => ResponseDays is { } days ? sent.AddDays(days) : null;

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (QuietDays is < 0 or > 120) { return new("conduct_quiet", "The quiet period is 0 to 120 business days; leave it empty when there is none."); }

        if (ResponseDays is < 1 or > 730) { return new("conduct_response", "The usual answer takes 1 to 730 days; leave it empty when nobody knows."); }

        if (Channels.FirstOrDefault(c => string.IsNullOrWhiteSpace(c.Where)) is { } nowhere)
        {
            return new("conduct_channel", $"Say where the {nowhere.Channel.Text()} channel leads: an address, a number or a site.");
        }

        if (Channels.Any(c => c.MaxFiles is < 1 or > 1000 || c.MaxMegabytes is < 1 or > 10_000)) { return new("conduct_files", "A channel takes 1 to 1,000 files of 1 to 10,000 MB; leave it empty when there is no limit."); }

        if (Contacts.Any(c => string.IsNullOrWhiteSpace(c.Role) || (string.IsNullOrWhiteSpace(c.Phone) && string.IsNullOrWhiteSpace(c.Email))))
        {
            return new("conduct_contact", "A contact needs what it is for, and a telephone number or an e-mail address.");
        }

        return Note is { Length: > 4000 } || Address is { Length: > 500 } ? new("conduct_long", "The note has room for 4,000 letters and the address for 500. Shorten it.") : null;
    }

    /// <summary>What is different in another version, in words; for its history.</summary>
    public IReadOnlyList<string> Changes(PayerConduct next)
    {
        var told = new List<string>();
        void Say(bool changed, string what)
        {
            if (changed) { told.Add(what); }
        }

        Say(Phone != next.Phone, "phone");
        Say(Address != next.Address, "address");
        Say(CorrectedAs != next.CorrectedAs, "corrected claims");
        Say(QuietDays != next.QuietDays, "quiet period");
        Say(ResponseDays != next.ResponseDays, "usual answer");
        Say(ProviderSigns != next.ProviderSigns, "signature under appeals");
        Say(Note != next.Note, "note");
        Say(!Channels.SequenceEqual(next.Channels), "channels");
        Say(!Contacts.SequenceEqual(next.Contacts), "contacts");
        return told;
    }
}
