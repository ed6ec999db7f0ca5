-- Asks for random pages: the arguments are what stands before the number, the least and the greatest number.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

function init(arguments)
  before, least, greatest = arguments[1], tonumber(arguments[2]), tonumber(arguments[3])
  math.randomseed(os.time() * 100 + id)
end

function request()
  return wrk.format("GET", before .. math.random(least, greatest))
end

dofile((os.getenv("BENCH_FOLDER") or "Bench") .. "/result.lua")
