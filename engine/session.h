// SPDX-License-Identifier: GPL-3.0-or-later
// The engine as the program sees it: value types and two interfaces. No torch and no Qt type appears here.
// The program loads the shared library `lacuna_engine` at run time and calls lacunaEngine().
//
// Threads: an Engine may be asked from any thread. A Session belongs to one thread (the engine thread); only the
// cancel flag of a call may be set from elsewhere. Callbacks run on the calling thread.
// Errors: every function throws Error, whose what() is one sentence for a person: what, where, what to do.
// Text is UTF-8; offsets and lengths are bytes.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/table.h"

namespace lacuna::engine {

using CancelFlag = std::atomic<bool>;

// Bytes [begin, end) of the document.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A gap replaces the bytes [begin, end) of the text; begin == end inserts. Where nothing says how long it should be,
// neither these numbers nor the text that it replaces, the engine finds a length to begin with; a model that was
// trained to may then make a candidate's gap longer (up to 64 tokens) or shorter while it is denoised.
struct GapRequest {
  std::size_t begin = 0;
  std::size_t end = 0;
  int words = 0;   // wanted length in words; 0 leaves the length to the engine
  int tokens = 0;  // wanted length in tokens, 1..512; wins over words; 0 leaves it to the engine
};

// Context further than this from every gap is left out, unless a request says otherwise: some 12,000 tokens a side.
constexpr std::size_t kContextBytes = 48U << 10U;

constexpr int kAnywhere = -1;

// Words that a fill must hold, as they shall read: spaces at both ends are the engine's business.
struct Pin {
  std::string text;       // one line, not empty
  int gap = 0;            // index into InfillRequest::gaps
  int place = kAnywhere;  // the token of the gap that they begin at, from 0; kAnywhere leaves it to the model
};

// The re-noise brush over the bytes [begin, end) of the document. A gap that a stroke touches begins from its own text
// and keeps its length: tokens under a stroke are noised with its value, the others stay as they are.
struct Stroke {
  std::size_t begin = 0;
  std::size_t end = 0;
  float value = 1.0F;  // 0 stays, 1 is pure noise
};

// A word that the author put into a step of an earlier run. An empty text sends the token back to noise.
struct StepEdit {
  int gap = 0;
  int token = 0;  // the first that the text replaces, as they stand after the step; the gap keeps its length
  std::string text;
};

// One stretch of the way that leads to a branch: up to `step` the run went with this seed, as this candidate.
struct BranchPoint {
  int step = 0;  // 1..steps - 1, growing along the way
  std::uint64_t seed = 1;
  int candidate = 0;                     // as StepFrame numbers it, plus firstCandidate
  std::vector<StepEdit> edits;           // made after that step
  std::vector<std::string> forbidden{};  // from that step on, besides what the request forbids from the start
};

enum class Ranking {
  // Over a pretrained base: how likely the base finds the fill and what follows it, read from the left. Else the sum of
  // the log-probabilities at which the tokens settled; their mean where lengths may differ.
  kLikelihood,
  kConsensus,  // minimum Bayes risk among the candidates, and how well each joins the text at its seams
};

struct InfillRequest {
  std::string text;              // the whole document
  std::vector<GapRequest> gaps;  // ascending, not overlapping; denoised jointly
  int candidates = 4;            // 1..64, in one batch
  int steps = 32;            // denoising steps, 1..1000; guided over a base takes one for each token of the longest gap
  std::uint64_t seed = 1;    // same seed, same request, same machine: same bytes
  float temperature = 0.8F;  // 0 takes the likeliest token
  float topP = 0.9F;         // (0, 1]

  std::string sampler;                 // one of Session::samplers(); empty: "guided" over a base, else "confidence"
  float threshold = 0.9F;              // "parallel" settles every token of which the model is surer, (0, 1]
  float repetitionPenalty = 1.5F;      // nats off a longer token for each time that its gap holds it, 0..20
  std::vector<Pin> pins;               // at most 8 a gap
  std::vector<std::string> forbidden;  // words that no fill may hold, in upper or lower case; at most 256
  std::vector<Stroke> strength;        // ascending, each inside one gap; empty: every gap begins from pure noise
  int firstCandidate = 0;              // candidates are numbered from here: a number's words depend on nothing else
  Ranking ranking = Ranking::kLikelihood;
  // A branch: the way is gone again for one candidate (the same text, gaps and options give the same states), and from
  // its end all candidates go on with `seed`. Frames before the end of the way are not shown. Empty: from noise.
  std::vector<BranchPoint> way;
  // Passages that every gap sees, however far away; ascending, not overlapping; at most 4,096 tokens in all.
  std::vector<TextSpan> tagged;
  std::size_t contextBytes = kContextBytes;  // text further than this from every gap is left out
  bool trace = false;                        // fill InfillResult::trajectory
};

// One token of a gap at one step.
struct TokenState {
  std::int32_t id = 0;
  std::string text;         // valid UTF-8; a word's first token starts with its space
  float confidence = 0.0F;  // the model's probability of this token, 0..1
  bool settled = false;     // false: still noise; `text` is then the model's present guess
  bool flipped = false;     // differs from the guess of the step before
};

struct Trajectory;

// All candidates and gaps after one step.
struct StepFrame {
  int step = 0;  // 1..steps; 0 is the start, before any denoising
  int steps = 0;
  // [candidate][gap][token]; a gap whose length the model may change can have another number of them in each step and
  // in each candidate.
  std::vector<std::vector<std::vector<TokenState>>> tokens;
  // [candidate], nats: of the model's distribution, mean over tokens not yet settled; 0 when all are. At step 0 nothing
  // has been looked at: the logarithm of the vocabulary's size.
  std::vector<float> entropy{};
  // Null without InfillRequest::trace, else what the run has done so far: after a step the last of its steps is this
  // one. Only while the callback runs.
  const Trajectory* trajectory = nullptr;
};

// What the model thought of one token of a gap at one step.
struct Alternative {
  std::int32_t id = 0;
  std::string text;
  float probability = 0.0F;
};
struct TracedToken {
  std::int32_t id = 0;
  bool settled = false;
  float confidence = 0.0F;  // of id, 0..1
  float entropy = 0.0F;     // nats, of the whole distribution, at the last look that found this token as noise
  std::array<Alternative, 8> alternatives;  // likeliest first, none that is barred; none if it stood settled before
  std::vector<std::uint8_t> experts{};      // [layer with experts], the routed expert with the largest gate
  int moved{0};       // it stands so many places further right in its gap than after the step before
  bool added{false};  // it did not stand there; the token to its left was drawn as ⟨expand⟩
};

struct TracedStep {
  int step = 0;                                               // 1..steps
  std::vector<std::vector<std::vector<TracedToken>>> tokens;  // [candidate][gap][token]
  std::vector<std::vector<float>> expertLoad;                 // [layer with experts][expert], shares that sum to 1
  // Per block of Trajectory::context, the share of all attention, over tokens of all candidates, heads and layers, that
  // fell on its words. What is left of 1 fell on the gaps themselves and on summaries of the text.
  std::vector<float> attentionReceived;
};

// How a block of context can be seen from a gap: bits.
constexpr std::uint8_t kByWindow = 1;
constexpr std::uint8_t kByHops = 2;    // a dilated window
constexpr std::uint8_t kByGlobal = 4;  // a chunk's summary
constexpr std::uint8_t kByTag = 8;     // tagged by the author

// Everything that a run did, step by step. About 400 bytes a token and step.
struct Trajectory {
  std::vector<TextSpan> context;  // the context that was read, in blocks of 64 tokens; a gap lies in none or inside one
  std::vector<std::uint8_t> reach;  // [block], how any of the gaps sees any of its tokens
  std::vector<TracedStep> steps;    // without those of the way; after a stop those that were done
};

struct GapFill {
  std::string text;    // what to put in place of [begin, end): spaces at the seams are right as they stand
  float score = 0.0F;  // mean log-probability of the tokens when they settled; nearer 0 is surer
  int lengthTokens = 0;
};

struct InfillResult {
  // [candidate][gap]: of each gap the best fill first, those that miss a number of words that was asked for behind the
  // others, and what says the same as one before it last.
  std::vector<std::vector<GapFill>> candidates;
  std::vector<std::vector<int>> order;  // order[i][gap]: where the frames have candidates[i][gap]
  double seconds = 0.0;
  int steps = 0;
  bool cancelled = false;  // true when the flag stopped it; candidates is then empty
  std::string note;        // a sentence for the author when a GPU's memory did not do; mostly empty
  Trajectory trajectory;   // empty unless it was asked for; a cancelled run has one
};

// How a text reads from left to right to a pretrained base, token by token.
struct ScoredToken {
  std::size_t begin = 0;  // byte of the text that it begins at; it ends where the next one begins
  std::int32_t id = 0;
  std::string text;           // valid UTF-8: a character spread over tokens stands at the first of them
  double logProbability = 0;  // natural, given what stands before; NaN for the first, before which nothing stands
};
struct TextScore {
  std::vector<ScoredToken> tokens;
  std::int64_t characters = 0;    // Unicode characters of all tokens but the first
  double natsPerCharacter = 0.0;  // over those; NaN for a text of one token
  std::string base;               // what read it
};

struct ModelInfo {
  std::string name;
  std::string folder;
  std::int64_t parameters = 0;
  int vocabulary = 0;
  int layers = 0;
  int width = 0;
  std::string device;       // "CPU, 2 threads" and the like
  std::string fingerprint;  // hexadecimal digest of the weights
};

// A voice that speaks with the model, and how loudly. A voice is a folder that a training with TrainJob::voiceOver
// left.
struct VoiceBlend {
  std::string folder;
  float share = 1.0F;  // 0..1.5; 0 is as if it were not there
};
constexpr std::size_t kMostVoices = 8;  // at once

using StepCallback = std::function<void(const StepFrame&)>;
// done and total count context tokens that have been read.
using ContextCallback = std::function<void(std::size_t done, std::size_t total)>;

struct InfillCallbacks {
  StepCallback onStep;        // may be empty
  ContextCallback onContext;  // may be empty
};

class Session {
 public:
  virtual ~Session() = default;
  virtual const ModelInfo& model() const = 0;
  // Denoises the gaps. The context is read once and kept: a second request over the same text starts at once.
  // cancel is read between steps (and between blocks of context).
  virtual InfillResult infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                              const CancelFlag& cancel) = 0;
  // Reads the context that gaps at these places will want, so that a later infill() over the same text begins at once.
  // Cancelled: what was read is kept, and the call returns.
  virtual void readAhead(const std::string& text, const std::vector<GapRequest>& gaps, const ContextCallback& onContext,
                         const CancelFlag& cancel) = 0;
  // Reads a text of any length with the base, in chunks behind the end of the one before, and keeps what was read: an
  // edit costs its chunk and the next. progress may be empty; it and the flag are looked at between chunks. Throws
  // Error(kBadModel): the model is over no base; Error(kInvalidInput): an empty text; Error(kCancelled).
  virtual TextScore score(const std::string& text, const ContextCallback& progress, const CancelFlag& cancel) = 0;
  virtual std::size_t countTokens(const std::string& text) const = 0;
  virtual std::vector<std::string> samplers() const = 0;  // the names that InfillRequest::sampler knows
  // The voices that speak from the next infill() on, in place of those before; empty: none. Their updates are summed,
  // each times its share. What was read of texts stays read: a voice changes what is said in gaps and nothing else.
  // Throws Error(kBadModel): a voice that is damaged, or was made over another adapter than this session's;
  // Error(kInvalidInput): a share out of its range, more than kMostVoices; the voices of before then go on.
  virtual void speakWith(const std::vector<VoiceBlend>& voices) = 0;
};

struct TokenizerJob {
  std::string data;    // folder of .txt files, searched in subfolders
  std::string output;  // path of the model to write, for instance tokenizer.model
  int vocabulary = 4096;
};

struct TrainJob {
  std::string config;           // JSON file: model, optimiser, corruption, schedule
  std::string data;             // folder of .txt files, searched in subfolders
  std::string valid;            // held-out folder; empty: no held-out loss is printed
  std::string tokenizer;        // path of the SentencePiece model; empty with `from`, whose own is taken
  std::string from;             // model folder whose weights a new run begins with; empty: random ones
  std::string output;           // folder for checkpoints and the model; resumes what it finds there
  std::string device = "auto";  // auto, cpu or cuda
  double budgetMinutes = 0;     // plans the schedule to end in this time; 0: the configuration's number of steps
  // An adapter's folder: the run trains a voice over it, and its configuration has a "voice" (docs/training.md). The
  // output's model/ is then the voice as it is, best/ the one that did best on the held-out text; `from` is empty.
  std::string voiceOver{};
  // Called from the training thread some times a step, at most some 100 ms apart; who waits in it holds the run, and
  // its clock. May be empty.
  std::function<void()> between{};
};

// Which experts of a layer the tokens of the held-out text went to: shares that sum to 1.
struct ExpertShares {
  int layer = 0;                        // of the model, from 0
  std::vector<double> before{}, now{};  // [expert]; before: without the voice
};

struct TrainProgress {
  std::int64_t step = 0;
  std::int64_t steps = 0;
  std::int64_t tokens = 0;
  double loss = 0;      // nats a token, smoothed
  double stepLoss = 0;  // of this step alone; NaN where a report follows no step
  double gradientNorm = 0;
  double rate = 0;         // of the learning rates, 0..1
  double seconds = 0;      // since the run began, over all its sittings
  double heldOutLoss = 0;  // NaN when it was not measured at this step
  double tokensPerSecond = 0;
  double secondsLeft = 0;
  // Per mixture layer the share of tokens that the busiest and the idlest expert got; given with the held-out loss.
  std::vector<std::pair<double, double>> experts;
  std::string note;  // a sentence, now and then: a checkpoint was written, and the like
  // Nats a character of what was asked; NaN where it was not measured. Of voices alone, but for the first two.
  double lossPerCharacter = std::numeric_limits<double>::quiet_NaN();     // of this step alone
  double heldOutPerCharacter = std::numeric_limits<double>::quiet_NaN();  // of this step
  double heldOutBefore = std::numeric_limits<double>::quiet_NaN();        // without the voice
  double bestHeldOut = std::numeric_limits<double>::quiet_NaN();          // the lowest so far, at bestStep
  std::int64_t bestStep = 0;
  std::vector<ExpertShares> expertShares{};  // with heldOutPerCharacter
  bool outOfPatience = false;                // the last report of a run that ended because it had nothing to gain
};
using TrainCallback = std::function<void(const TrainProgress&)>;

struct EvalJob {
  std::string model;                // model folder
  std::vector<std::string> others;  // further model folders, measured on the same blanks; of pairs, of one tokenizer
  std::string data;                 // held-out folder of .txt files; or a .jsonl file, or a folder of them, with pairs
  std::string train;  // training folder: adds n-gram baselines and memorisation, or the pairs' lengths; may be empty
  std::string cache;  // folder for books' tokens, made where it is missing; empty: books are tokenized anew
  std::vector<int> contexts = {512, 2048};     // tokens of four characters around a blank, ascending; of books only
  std::vector<int> lengths = {4, 12, 32, 64};  // of a blank, likewise
  int blanks = 50;                             // of each length, and as many single words and far names; or pairs
  int candidates = 4;                          // 1..64 fills of each, the first of which counts; of books 0: none
  int steps = 32;                              // of denoising, 1..1000
  std::string sampler;                         // as InfillRequest::sampler
  float temperature = 0.8F;                    // 0..4; 0 takes the likeliest token
  float topP = 0.9F;                           // (0, 1]
  std::uint64_t seed = 1;
  std::vector<VoiceBlend> voices{};  // that speak with `model`, which must be the adapter that they were made over
};

// Of books: infill, by_length, differences, words, texts, fills. Of pairs: pairs.
struct EvalReport {
  std::string model;
  std::string fingerprint;
  int blanks = 0;
  double seconds = 0;
  std::vector<Table> tables;
};

// Is told in a few words what is being measured now.
using NoteCallback = std::function<void(const std::string&)>;

struct EvalCallbacks {
  NoteCallback onPlan;  // before it starts: what will be measured, and about how long it will take
  NoteCallback onNote;
};

struct AblateJob {
  std::string grid;             // JSON file: a training configuration and what is varied (engine/ablation/grid.h)
  std::string data;             // folder of .txt files to train on
  std::string valid;            // held-out folder
  std::string tokenizer;        // path of the SentencePiece model
  std::string results;          // a line is added for each finished run; runs that it holds are not done again
  std::string device = "auto";  // auto, cpu or cuda
  std::string cache;            // folder for books' tokens, made where it is missing; empty: books are tokenized anew
  double budgetMinutes = 0;     // shared among the runs that are left; 0: each run's configured number of steps
};

struct AblateCallbacks {
  NoteCallback onRun;   // a sentence: what is to be done, then one for each run that is done
  NoteCallback onNote;  // a few words after each step
};

struct AblateReport {
  std::vector<Table> tables;  // runs, seeds: what the file of results holds of this grid
  int left = 0;               // runs that are not done
  bool cancelled = false;
  std::string device;
  double seconds = 0;
};

struct InspectJob {
  std::string model;        // model folder
  std::string text;         // UTF-8; at least a few hundred tokens, or the call is refused
  int stretches = 8;        // how many places of the text are looked at, 1..10000
  int contextTokens = 480;  // around each gap, 16..65536; less where the text is shorter
  int gapTokens = 32;       // in the middle of each stretch, 4..512
  int steps = 16;           // of the denoising that is followed, 1..1000
  std::uint64_t seed = 1;
};

// attention_distance, attention_layers, expert_classes, expert_layers, reconstruction, accumulation,
// short_sequences; without mixtures the experts' tables have no rows.
struct InspectReport {
  std::string model;
  std::string fingerprint;
  std::int64_t tokens = 0;  // in the text
  double seconds = 0;
  std::vector<Table> tables;
};

struct BenchJob {
  // step, candidates, attention, experts, memory, train; with a model read and fill, too; empty: all
  std::string section;
  std::string model;                  // model folder over a base; empty: none
  std::string config;                 // JSON file with a model's configuration; empty: the default of 35 M parameters
  std::vector<std::int64_t> lengths;  // tokens of document, 64..1048576 each; empty: each section's own
  int repetitions = 5;                // medians over so many, 1..1000; what takes long is run less often
  std::uint64_t seed = 1;             // of the random weights
};

struct BenchReport {
  std::string cpu;     // as the system names it
  std::string device;  // what did the work
  int threads = 0;
  std::string torch;  // its version and the vector instructions in use
  std::string clock;  // what the times are of: "wall clock", or one thread's processor time
  std::string model;  // the configuration's name
  std::int64_t parameters = 0;
  std::int64_t activeParameters = 0;  // those that one token goes through
  double seconds = 0;
  std::vector<Table> tables;  // named as the sections
};

// What a model on disk says of itself. Empty texts and zeros where it says nothing.
struct ModelFile {
  std::string path;
  // "base": a pretrained llama in a GGUF file; "model": a folder with a denoiser; "adapter": a folder with what makes a
  // base denoise; "voice": a folder with what makes an adapter speak as one author.
  std::string kind;
  std::string name;
  std::string licence;
  std::string quantization;  // the type of most of its weights, as the file calls it
  std::string sha256;        // of the weights' file, 64 hexadecimal digits
  std::int64_t bytes = 0;    // of all its files
  std::int64_t parameters = 0;
  int vocabulary = 0;
  int layers = 0;
  int width = 0;
  int context = 0;           // tokens that a base was trained to read at once
  std::string base{};        // of an adapter: the name of its base's file
  std::string baseSha256{};  // and its hash; of a voice too
  std::string over{};        // of a voice: the name of the adapter that it speaks over
  std::string overSha256{};  // and the hash of its adapter.safetensors
};

struct DoctorLine {
  std::string name;  // "LibTorch", "CPU", "threads", "CUDA", "self-test"
  std::string value;
  bool ok = true;
};

class Engine {
 public:
  virtual ~Engine() = default;
  // Where bases may lie, .gguf files, in the order in which they are tried: an adapter takes the first with its hash.
  virtual void useBases(const std::vector<std::string>& paths) = 0;
  // folder holds config.json and model.safetensors with tokenizer.model, or adapter.safetensors; all are checked before
  // use.
  virtual std::unique_ptr<Session> open(const std::string& folder) = 0;
  virtual void trainTokenizer(const TokenizerJob& job) = 0;
  // Returns when done or cancelled; either way the last state is on disk.
  virtual void train(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel) = 0;
  // Throws kCancelled when it was stopped: there are no figures over half of the blanks.
  virtual EvalReport evaluate(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel) = 0;
  // Stopped, it reports what is there; the run in progress is lost. Throws kInvalidConfig, kIo.
  virtual AblateReport ablate(const AblateJob& job, const AblateCallbacks& callbacks, const CancelFlag& cancel) = 0;
  // Takes about a second. folder may be empty: then only the machine is looked at.
  virtual std::vector<DoctorLine> doctor(const std::string& folder) = 0;
  // Checks what can be checked without making the model, and reads all of its weights for their hash: 0.1 s for 100 MB.
  // path: a .gguf file or a model folder. Texts are valid UTF-8 without control characters. Throws kBadModel, kIo.
  virtual ModelFile describe(const std::string& path) = 0;
  // What a model attends to, whom its experts serve, and what it makes of noise. Throws kInvalidInput, kBadModel.
  virtual InspectReport inspect(const InspectJob& job, const NoteCallback& onNote, const CancelFlag& cancel) = 0;
  // What things cost on this machine, over the length of the document, with random weights. Throws kInvalidConfig.
  virtual BenchReport benchmark(const BenchJob& job, const NoteCallback& onNote, const CancelFlag& cancel) = 0;
};

}  // namespace lacuna::engine

// The library's only entry point for the program. Never null; lives until the process ends.
extern "C" lacuna::engine::Engine* lacunaEngine();
using LacunaEngineFunction = lacuna::engine::Engine* (*)();
