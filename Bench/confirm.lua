-- Presses the button of every link once: the arguments are the file of tokens, the first line to take, how many to take,
-- and how many threads share them.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(arguments)
  local first, most, share = tonumber(arguments[2]), tonumber(arguments[3]), tonumber(arguments[4])
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["Sec-Fetch-Site"] = "same-origin"
  tokens, taken = {}, 0
  local line = 0
  for token in io.lines(arguments[1]) do
    line = line + 1
    if line >= first + most then break end
    if line >= first and line % share == id then tokens[#tokens + 1] = token end
  end
end

function request()
  taken = taken + 1
  -- Pressing a button again costs less than the first time; the number of used-up links is looked at afterwards.
  local token = tokens[taken] or "used-up"
  return wrk.format("POST", "/confirm/" .. token)
end

dofile((os.getenv("BENCH_FOLDER") or "Bench") .. "/result.lua")
