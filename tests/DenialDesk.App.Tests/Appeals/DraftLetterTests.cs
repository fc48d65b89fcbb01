using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DenialDesk.App.Appeals;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.People;
using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Tests.Appeals;

/// <summary>Drafts of letters by a machine: what leaves the desk, and what becomes of the answer.</summary>
public sealed class DraftLetterTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Bea = new(null, "Bea Biller", Roles.Of(Roles.Biller), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_tells_whose_it_is_leaves_and_the_draft_is_a_marked_version_nobody_approved()
    {
        var appeal = await AppealAsync();
        using var listener = Listen(out var address);
        var heard = AnswerAsync(listener, heard => "We appeal for " + Token(heard) + ". The service was needed, and the record shows it on [page].");
        using var drafter = new LetterDrafter(new(address, "test-model", "secret"));

        var result = await new DraftLetter(desk.Get<DeskSource>(), TimeProvider.System, drafter).Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = 1 }, Bea, Stop);

        var (body, authorization) = await heard;
        var view = (await desk.Get<SeeAppeal>().Run(new() { PracticeId = desk.Practice, AppealId = appeal }, Bea, Stop))!;
        Assert.Null(result.Refusal);
        Assert.Equal("Bearer secret", authorization);
        foreach (var word in new[] { "Quimby", "Zelda", "ACCT-99887", "99001122334455", "Elm Street", "Draft Health", "Bea", "2026" }) { Assert.DoesNotContain(word, body, StringComparison.OrdinalIgnoreCase); }

        Assert.Contains("CO-50", body, StringComparison.Ordinal);
        Assert.Equal("machine", view.Letter.Origin);
        Assert.StartsWith("We appeal for QUIMBY, ZELDA.", view.Body, StringComparison.Ordinal);
        Assert.Contains("The patient, last name first", view.Cited);
        Assert.Equal((2, (int?)null, AppealStatus.Draft), (view.Facts.LetterVersion, view.Facts.ApprovedVersion, view.Facts.Status));
        Assert.Equal(["[page]"], view.Facts.Holes);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_asked_and_a_broken_answer_changes_nothing()
    {
        var appeal = await AppealAsync();
        var input = new DraftLetter.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = 1 };

        var off = await desk.Get<DraftLetter>().Run(input, Bea, Stop);
        using var listener = Listen(out var address);
        var heard = AnswerAsync(listener, _ => null);
        using var drafter = new LetterDrafter(new(address, "m", null));
        var broken = await new DraftLetter(desk.Get<DeskSource>(), TimeProvider.System, drafter).Run(input, Bea, Stop);
        await heard;

        Assert.Equal(("drafting_off", "no_draft"), (off.Refusal!.Code, broken.Refusal!.Code));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from appeal_letter where appeal_id = $1", appeal));
    }

    [Theory]
    [InlineData("http://models.example.org/v1", "m", "https://")]
    [InlineData("models", "m", "must be an address")]
    [InlineData("https://models.example.org/v1", "", "Drafting:Model")]
    public void A_setting_that_makes_no_sense_stops_the_start_with_a_sentence(string address, string model, string told)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Drafting:Address"] = address, ["Drafting:Model"] = model }).Build();

        Assert.Contains(told, Assert.Throws<InvalidOperationException>(() => DraftingSettings.From(configuration)).Message, StringComparison.Ordinal);
    }

    private async Task<long> AppealAsync()
    {
        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = await desk.Rows.PayerAsync("Draft Health"), Denied = 310m, Charge = 310m, Category = "medical_necessity", Carc = "50" });
        await desk.ScalarAsync(
            "update denial set patient_name = 'QUIMBY, ZELDA', patient_control_number = 'ACCT-99887', payer_claim_number = '99001122334455', procedure_codes = '99214' where denial_id = $1", denial);
        return (await desk.Get<OpenAppeal>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialIds = [denial], Department = "Providers", Step = "The note misses a criterion" }, Bea, Stop)).AppealId;
    }

    private static HttpListener Listen(out Uri address)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        address = new($"http://127.0.0.1:{port}/v1");
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/v1/");
        listener.Start();
        return listener;
    }

    /// <summary>Answers one request, and tells what was asked.</summary>
    private static async Task<(string Body, string? Authorization)> AnswerAsync(HttpListener listener, Func<string, string?> draft)
    {
        var context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(Stop);
        var messages = string.Join('\n', JsonNode.Parse(body)!["messages"]!.AsArray().Skip(1).Select(m => m!["content"]!.GetValue<string>()));
        var answer = draft(messages) is { } text
            ? new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["content"] = text } }) }.ToJsonString()
            : "<html>not what was asked for</html>";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer), Stop);
        context.Response.Close();
        return (messages, context.Request.Headers["Authorization"]);
    }

    private static string Token(string heard) => System.Text.RegularExpressions.Regex.Match(heard, "<<PATIENT_NAME_[A-Z]+>>").Value;
}
