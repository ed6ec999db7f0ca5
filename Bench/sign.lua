-- Sends the form of a petition, each time for somebody else: the arguments are the path, the form's token, a word that
-- no other run has, and what stands in the field that people do not see.
local threads = 0

function setup(thread)
  threads = threads + 1
  -- Variables of a thread are globals of its script: a local of the same name would hide them.
  thread:set("id", threads)
end

function init(arguments)
  wrk.path = arguments[1]
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["Sec-Fetch-Site"] = "same-origin"
  wrk.headers["Accept-Language"] = "en-GB,en;q=0.7"
  tail = "&country=DE&audience=public&reason=&website=" .. (arguments[4] or "")
  head = "token=" .. arguments[2] .. "&name=Amara+Okafor+"
  address = "&email=p" .. arguments[3] .. "." .. id .. "."
  count = 0
end

function request()
  count = count + 1
  return wrk.format("POST", nil, nil, head .. count .. address .. count .. "%40mail.example.org" .. tail)
end

dofile((os.getenv("BENCH_FOLDER") or "Bench") .. "/result.lua")
