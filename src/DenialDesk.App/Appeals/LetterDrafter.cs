using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Appeals;

/// <summary>Where drafts of letters may be asked for: an address that speaks as OpenAI's does. Off unless an address is set.</summary>
/// <param name="Address">The address up to and without "/chat/completions"; null: nothing ever leaves.</param>
/// <param name="Model">The model's name there.</param>
/// <param name="Key">Sent as bearer token; null sends none.</param>
public sealed record DraftingSettings(Uri? Address, string Model, string? Key)
{
    /// <summary>No drafting at all.</summary>
    public static DraftingSettings Off { get; } = new(null, "", null);

    /// <summary>Reads Drafting:Address, Drafting:Model and Drafting:Key; throws with a sentence when they make no sense.</summary>
    public static DraftingSettings From(IConfiguration configuration)
    {
        if (configuration["Drafting:Address"] is not { Length: > 0 } text) { return Off; }

        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException("Drafting:Address must be an address such as https://models.example.org/v1, without /chat/completions.");
        }

        if (address.Scheme == "http" && !address.IsLoopback) { throw new InvalidOperationException("Drafting:Address must begin with https://, unless it is on this machine."); }

        return configuration["Drafting:Model"] is { Length: > 0 } model
            ? new(address, model, configuration["Drafting:Key"] is { Length: > 0 } key ? key : null)
            : throw new InvalidOperationException("Drafting:Model must name the model that writes the drafts.");
    }
}

/// <summary>Asks for one draft. It is given text without anything that tells whose it is, and nothing else.</summary>
public sealed class LetterDrafter(DraftingSettings settings) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(90), MaxResponseContentBufferSize = 1024 * 1024 };

    /// <summary>Whether drafts can be asked for.</summary>
    public bool On => settings.Address is not null;

    /// <summary>The draft; null when the service did not give one.</summary>
    public async Task<string?> AskAsync(string instruction, string text, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["model"] = settings.Model,
            ["temperature"] = 0.2m,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = instruction }, new JsonObject { ["role"] = "user", ["content"] = text }),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address + "/chat/completions") { Content = JsonContent.Create(body) };
        if (settings.Key is { } key) { request.Headers.Authorization = new("Bearer", key); }

        try
        {
            using var answer = await _http.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode) { return null; }

            var read = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
            return read?["choices"]?[0]?["message"]?["content"]?.GetValue<string>();
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();
}
