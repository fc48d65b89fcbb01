using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.X12.Writing;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Makes the 835 of a paper remittance, which <see cref="ImportFile"/> then posts as any other.</summary>
public sealed class WritePaperRemittance(DeskSource database, TimeProvider clock)
{
    /// <summary>The form.</summary>
    public sealed record Input
    {
        public required PaperRemittance Paper { get; init; }
    }

    /// <summary>A refusal; or the file, its name, and why it may not post yet (null when it may).</summary>
    public sealed record Result(Refusal? Refusal, byte[]? File = null, string Name = "", string? Hold = null);

    /// <summary>Makes it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        var paper = input.Paper;
        if (Missing(paper) is { } missing) { return new(new Refusal("paper_incomplete", missing)); }

        if (paper.PracticeId is not { } practiceId || !actor.Sees(practiceId) || await PayeeAsync(practiceId, cancellation) is not { } payee)
        {
            return new(new Refusal("paper_practice", "Choose the practice that was paid."));
        }

        var (payer, identifier) = await PayerAsync(paper.Payer.Trim(), cancellation);
        var (file, refusals) = RemittanceWriter.Write(Remittance(paper, payer, identifier, payee));
        if (file is null) { return new(new Refusal("paper_characters", string.Join(' ', refusals))); }

        var differences = paper.Differences();
        var hold = differences.Count == 0 ? null : $"Entered by hand and does not balance: {string.Join("; ", differences.Take(5))}. Enter it again as it stands on paper, or ask the payer.";
        return new(null, file, $"paper-{paper.Date:yyyy-MM-dd}-{new string([.. paper.Number.Where(char.IsLetterOrDigit)])}.835", hold);
    }

    private static string? Missing(PaperRemittance paper) => paper switch
    {
        { Payer.Length: 0 } => "Say which payer sent it.",
        { Number.Length: 0 } => "Give the number of the cheque or transfer.",
        { Date: null } => "Give the date of the cheque or transfer.",
        { Amount: null } => "Give the amount of the cheque or transfer; 0 when nothing was paid.",
        { Claims.Count: 0 } => "Enter at least one claim.",
        _ when paper.Claims.FindIndex(c => c.PatientControlNumber.Trim().Length == 0) is >= 0 and var claim => $"Claim {claim + 1} has no account number. It stands on the paper as patient account or control number.",
        _ when paper.Claims.FindIndex(c => c.Lines.Any(l => l.Procedure.Trim().Length == 0 || l.Charge is null)) is >= 0 and var claim => $"A line of claim {claim + 1} has no procedure or no charge.",
        _ when paper.Claims.FindIndex(c => c.Lines.SelectMany(l => l.Adjustments).Concat(c.Adjustments).Any(a => a.Amount is not null and not 0 && a.Reason.Trim().Length == 0)) is >= 0 and var claim
            => $"An adjustment of claim {claim + 1} has no reason code.",
        _ => null,
    };

    /// <summary>How this practice is recognised: NPI first, then tax id, then its name.</summary>
    private async Task<NewParty?> PayeeAsync(int practiceId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select p.name, i.kind, i.value from practice p left join practice_identifier i on i.practice_id = p.practice_id
            where p.practice_id = $1 order by array_position(array['npi', 'tin', 'name'], i.kind), i.value limit 1
            """);
        command.Parameters.AddWithValue(practiceId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        return rows.IsDBNull(1) ? new(rows.GetString(0)) : rows.GetString(1) switch
        {
            "npi" => new(rows.GetString(0), "XX", rows.GetString(2)),
            "tin" => new(rows.GetString(0), "FI", rows.GetString(2)),
            _ => new(rows.GetString(2)),
        };
    }

    /// <summary>A payer known by that name brings its strongest number with it, so that the remittance finds the same payer; an unknown one is made by the import.</summary>
    private async Task<(NewParty Payer, string Identifier)> PayerAsync(string name, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select e.kind, e.value from payer p join payer_evidence e on e.payer_id = p.payer_id
            where lower(p.name) = lower($1) and p.merged_into is null and e.kind in ('trn03', 'n104') order by array_position(array['trn03', 'n104'], e.kind), e.value limit 1
            """);
        command.Parameters.AddWithValue(name);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return (new(name), ""); }

        return rows.GetString(0) == "trn03" ? (new(name), rows.GetString(1)) : (new(name, "XV", rows.GetString(1)), "");
    }

    private NewRemittance Remittance(PaperRemittance paper, NewParty payer, string identifier, NewParty payee) => new()
    {
        Payer = payer,
        PayerIdentifier = identifier,
        Payee = payee,
        Number = paper.Number.Trim(),
        Method = paper.Method,
        Date = paper.Date!.Value,
        Amount = paper.Amount!.Value,
        Claims = [.. paper.Claims.Select(Claim)],
        ProviderAdjustments = [.. paper.ProviderAdjustments.Where(p => p.Amount is not null and not 0).Select(p => new NewProviderAdjustment(p.Reason.Trim(), p.Reference.Trim(), p.Amount!.Value))],
        WrittenAt = clock.GetUtcNow().UtcDateTime,
    };

    private static NewClaimPayment Claim(PaperClaim claim) => new()
    {
        PatientControlNumber = claim.PatientControlNumber.Trim(),
        Status = claim.Status,
        Charge = claim.Charge ?? claim.Lines.Sum(l => l.Charge ?? 0),
        Paid = claim.Paid(),
        PatientResponsibility = claim.Lines.SelectMany(l => l.Adjustments).Concat(claim.Adjustments).Where(a => a.Group == "PR").Sum(a => a.Amount ?? 0),
        PayerClaimNumber = claim.PayerClaimNumber.Trim(),
        LastName = DenialListRow.Plain(claim.LastName).Trim(),
        FirstName = DenialListRow.Plain(claim.FirstName).Trim(),
        MemberId = claim.MemberId.Trim(),
        ServiceDate = claim.Lines.Min(l => l.ServiceDate),
        Adjustments = Adjustments(claim.Adjustments),
        Services = [.. claim.Lines.Select(l => new NewServicePayment
        {
            Procedure = l.Procedure.Trim().ToUpperInvariant(),
            Modifiers = Words(l.Modifiers),
            Charge = l.Charge ?? 0,
            Paid = l.Paid ?? 0,
            ServiceDate = l.ServiceDate,
            Adjustments = Adjustments(l.Adjustments),
            Remarks = Words(l.Remarks),
        })],
    };

    private static List<NewAdjustment> Adjustments(IEnumerable<PaperAdjustment> adjustments)
        => [.. adjustments.Where(a => a.Amount is not null and not 0).Select(a => new NewAdjustment(a.Group, a.Reason.Trim().ToUpperInvariant(), a.Amount!.Value))];

    private static string[] Words(string text) => text.ToUpperInvariant().Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
