using System.Globalization;
using DenialDesk.App.Corrections;

namespace DenialDesk.Web.Pages.Corrections;

/// <summary>A claim while it is corrected in a form: what was sent, beside what is typed.</summary>
public sealed class ClaimAsTyped
{
    private static readonly char[] Separators = [' ', ',', ':', ';'];

    private readonly ClaimAsSent _sent;

    /// <summary>Begins as the claim was sent.</summary>
    public ClaimAsTyped(ClaimAsSent sent)
    {
        _sent = sent;
        Items =
        [
            new("Member no.", sent.MemberId, 80, "member"), new("Patient's last name", sent.PatientLastName, 60, "last"), new("Patient's first name", sent.PatientFirstName, 35, "first"),
            new("Payer", sent.Payer, 60, "payer") { NewOnly = true }, new("Payer id", sent.PayerIdentifier, 80, "payer-id") { NewOnly = true },
            new("Authorization", sent.AuthorizationNumber, 50, "authorization"), new("Referral", sent.ReferralNumber, 50, "referral"),
            new("Diagnoses, principal first", string.Join(", ", sent.Diagnoses), 200, "diagnoses"), new("Note to the payer", "", 80, "claim-note"),
        ];
        Lines = [.. sent.Lines.Select(l => new LineAsTyped(l))];
    }

    /// <summary>What stands once on the claim.</summary>
    public IReadOnlyList<Item> Items { get; }

    /// <summary>The service lines.</summary>
    public IReadOnlyList<LineAsTyped> Lines { get; }

    /// <summary>Lines put behind those that were sent.</summary>
    public IList<NewLineAsTyped> Added { get; } = [];

    /// <summary>Whether lines can be added: professional claims only.</summary>
    public bool MayAdd => _sent.Flavor == "professional";

    /// <summary>Begins a line like the last one that was sent: the same day, one unit.</summary>
    public void Add() => Added.Add(new() { On = _sent.Lines.Count > 0 ? _sent.Lines[^1].On : null });

    /// <summary>What cannot be read as it was typed, in sentences.</summary>
    public IReadOnlyList<string> Misread() => [.. Lines.SelectMany(l => l.Misread()), .. Added.SelectMany((l, i) => l.Misread(i + 1))];

    /// <summary>Only what differs from the claim as sent.</summary>
    /// <param name="asNew">Whether it goes out as a new claim; only then may it go to another payer.</param>
    public ClaimCorrections Corrections(bool asNew) => new()
    {
        MemberId = Of("member"),
        PatientLastName = Of("last"),
        PatientFirstName = Of("first"),
        PayerName = asNew ? Of("payer") : null,
        PayerIdentifier = asNew ? Of("payer-id") : null,
        AuthorizationNumber = Of("authorization"),
        ReferralNumber = Of("referral"),
        Diagnoses = Of("diagnoses")?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Note = Of("claim-note"),
        Lines = [.. Lines.Select(l => l.Correction()).OfType<LineCorrection>()],
        Added = [.. Added.Select(l => l.Addition()).OfType<LineAddition>()],
    };

    /// <summary>The account number, as on the claim.</summary>
    public string Account => _sent.Account;

    private string? Of(string id) => Items.Single(i => i.Id == id) is { IsChanged: true } item ? item.Now.Trim() : null;

    /// <summary>One item as sent and as typed.</summary>
    public sealed class Item(string label, string sent, int longest, string id)
    {
        public string Label => label;

        public string Sent { get; } = sent;

        public int Longest => longest;

        public string Id => id;

        /// <summary>Whether it can be corrected on a new claim only.</summary>
        public bool NewOnly { get; init; }

        public string Now { get; set; } = sent;

        public bool IsChanged => Now.Trim() != Sent;
    }

    /// <summary>A line that is added.</summary>
    public sealed class NewLineAsTyped
    {
        /// <summary>Procedure and modifiers in one text.</summary>
        public string Procedure { get; set; } = "";

        /// <summary>Diagnoses by number or letter, "1 2" or "AB".</summary>
        public string Pointers { get; set; } = "1";

        public string Units { get; set; } = "1";

        public string Charge { get; set; } = "";

        public DateOnly? On { get; set; }

        public IEnumerable<string> Misread(int no)
        {
            if (Procedure.Trim().Length == 0) { yield return $"The added line {no} has no procedure. Fill it in or take the line away."; }

            if (On is null) { yield return $"The added line {no} has no day of service."; }

            if (LineAsTyped.Read(Units) is null) { yield return $"The units of the added line {no} are not a number."; }

            if (LineAsTyped.Read(Charge) is null) { yield return $"The charge of the added line {no} is not an amount."; }
        }

        public LineAddition? Addition()
        {
            var codes = Procedure.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return codes.Length == 0 || On is not { } day || LineAsTyped.Read(Units) is not { } units || LineAsTyped.Read(Charge) is not { } charge
                ? null
                : new(codes[0], [.. codes.Skip(1)], units, charge, day, [.. Pointers.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 1)]);
        }
    }

    /// <summary>A line as sent and as typed.</summary>
    public sealed class LineAsTyped(LineAsSent sent)
    {
        public LineAsSent Sent => sent;

        public string Procedure { get; set; } = Of(sent);

        public string Units { get; set; } = Number(sent.Units);

        public string Charge { get; set; } = Number(sent.Charge);

        public DateOnly? On { get; set; } = sent.On;

        public bool Remove { get; set; }

        public bool IsChanged => Correction() is not null;

        public IEnumerable<string> Misread()
        {
            if (Units != Number(sent.Units) && Read(Units) is null) { yield return $"The units of line {sent.No} are not a number."; }

            if (Charge != Number(sent.Charge) && Read(Charge) is null) { yield return $"The charge of line {sent.No} is not an amount."; }
        }

        public LineCorrection? Correction()
        {
            if (Remove) { return new(sent.No, Remove: true); }

            var codes = Procedure.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var same = Procedure.Trim() == Of(sent);
            var line = new LineCorrection(
                sent.No, same ? null : codes.FirstOrDefault() ?? "", same ? null : [.. codes.Skip(1)], Units == Number(sent.Units) ? null : Read(Units),
                Charge == Number(sent.Charge) ? null : Read(Charge), On == sent.On ? null : On);
            return line == new LineCorrection(sent.No) ? null : line;
        }

        /// <summary>Procedure and modifiers in one text.</summary>
        public static string Of(LineAsSent line) => string.Join(' ', line.Modifiers.Prepend(line.Procedure));

        /// <summary>A number as people type it.</summary>
        public static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

        internal static decimal? Read(string text) => decimal.TryParse(text.Trim().TrimStart('$'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
