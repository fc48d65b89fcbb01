using System.Globalization;
using DenialDesk.App.Appeals;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>The words of appeals as people read them.</summary>
internal static class AppealWords
{
    /// <summary>What can be looked for in the list, in its order.</summary>
    public static IReadOnlyList<(string Name, string Text)> Shows { get; } =
        [("open", "Open"), ("writing", "Being written"), ("payer", "With the payer"), ("overdue", "Overdue"), ("money", "Awaiting payment"), ("decided", "Decided or withdrawn"), ("all", "All")];

    public static string Of(AppealStatus status) => status switch
    {
        AppealStatus.Draft => "Draft",
        AppealStatus.InReview => "In review",
        AppealStatus.Ready => "Ready",
        AppealStatus.Sent => "Sent",
        AppealStatus.Acknowledged => "Acknowledged",
        AppealStatus.MoreAsked => "More asked",
        AppealStatus.Overturned => "Overturned",
        AppealStatus.Partial => "Partly overturned",
        AppealStatus.Upheld => "Upheld",
        AppealStatus.Dismissed => "Dismissed",
        _ => "Withdrawn",
    };

    /// <summary>The status with what the money did.</summary>
    public static string Whole(AppealView view) => view.AwaitsPayment ? Of(view.Facts.Status) + ", awaiting payment" : view.Facts.Status is AppealStatus.Overturned or AppealStatus.Partial && view.Paid ? Of(view.Facts.Status) + ", paid" : Of(view.Facts.Status);

    public static string Tone(AppealStatus status) => status switch
    {
        AppealStatus.Overturned or AppealStatus.Partial => "good",
        AppealStatus.Upheld or AppealStatus.Dismissed => "bad",
        AppealStatus.MoreAsked => "warn",
        AppealStatus.Withdrawn => "",
        _ => "accent",
    };

    /// <summary>A line of the history: "sent it".</summary>
    public static string Event(string name) => name switch
    {
        "opened" => "began it",
        "letter" => "changed the letter",
        "draft" => "had a machine draft the letter",
        "packet" => "made the packet",
        "submit" => "gave the letter to review",
        "send_back" => "sent the letter back",
        "approve" => "approved the letter",
        "sign" => "noted the signature",
        "make_ready" => "made it ready",
        "back_to_draft" => "opened it again",
        "send" => "sent it",
        "acknowledge" => "noted that the payer has it",
        "ask_more" => "noted what the payer asks for",
        "send_more" => "sent what was asked for",
        "decide" => "recorded the decision",
        "paid" => "closed it: the payer paid",
        "paid_back" => "opened it again",
        _ => "withdrew it",
    };

    public static string Of(Channel channel) => channel switch
    {
        Channel.Portal => "Portal",
        Channel.Electronic => "Electronically",
        Channel.Fax => "Fax",
        Channel.Mail => "Mail",
        _ => "Telephone",
    };

    /// <summary>What proves a sending by a channel.</summary>
    public static string Proof(Channel? channel) => channel switch
    {
        Channel.Portal => "Portal confirmation number",
        Channel.Fax => "Fax receipt number",
        Channel.Mail => "Certified-mail number",
        Channel.Electronic => "Control number",
        _ => "Confirmation number",
    };

    public static string Peer(string state) => state switch
    {
        "asked" => "Asked for",
        "booked" => "Booked",
        "won" => "The payer gave way",
        "held" => "The payer holds to it",
        _ => "No talk is given",
    };

    public static string Day(DateOnly? day) => day?.ToString("M/d/yyyy", CultureInfo.InvariantCulture) ?? "";

    public static string Long(DateOnly day) => day.ToString("MMMM d, yyyy", CultureInfo.GetCultureInfo("en-US"));

    /// <summary>A hash as people compare it: in groups of eight.</summary>
    public static string Hash(string hex) => string.Join(' ', hex.Chunk(8).Select(c => new string(c)));

    public static string Megabytes(long bytes) => bytes < 1_048_576 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576m:0.0} MB");
}
