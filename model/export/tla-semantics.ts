/** What a step is, in TLA+: the part of an exported module that is the same for every system. */

/** What comes of a local step. */
export const STEP = `\\* ---- What comes of a step: the next local state, the messages sent, and whoever is told within the same step.
Goes(state, sends, atOnce) == [accepted |-> TRUE, state |-> state, sends |-> sends, atOnce |-> atOnce]
Refuses == [accepted |-> FALSE]
\\* Told, but may be deaf to it; and: if this one does not accept it, the whole step is impossible.
Tells(who, event) == [who |-> who, event |-> event, must |-> FALSE]
Needs(who, event) == [who |-> who, event |-> event, must |-> TRUE]`;

/** A step of the system. */
export const TAKING = `RECURSIVE SendAll(_, _)
SendAll(under, sends) == IF sends = <<>> THEN under ELSE SendAll(Send(under, Head(sends)), Tail(sends))

\\* ---- A step, and within it all that is received at once: in order, each with what comes of it before the next.
\\* What is used more than once is bound by a set with one element, since TLC evaluates it once then.
Only(set) == CHOOSE one \\in set : TRUE

After(world, who, step) ==
  [world EXCEPT !.local[who] = step.state, !.network = SendAll(world.network, step.sends)]

RECURSIVE Settle(_, _)
RECURSIVE Answered(_, _, _, _)
Settle(world, atOnce) ==
  IF atOnce = <<>> THEN world
  ELSE LET first == Head(atOnce)
       IN Only({Answered(world, first, Tail(atOnce), step) : step \\in {Step(first.who, world.local[first.who], first.event)}})

Answered(world, first, rest, step) ==
  IF step.accepted
  THEN Only({Settle(after, step.atOnce \\o rest) : after \\in {After(world, first.who, step)}})
  ELSE IF first.must THEN [world EXCEPT !.possible = FALSE]
  ELSE Settle(world, rest)

Take(who, event, under) ==
  \\E step \\in {Step(who, (participants @@ history)[who], event)} :
    /\\ step.accepted
    /\\ \\E after \\in {After([local |-> participants @@ history, network |-> under, possible |-> TRUE], who, step)} :
         \\E world \\in {Settle(after, step.atOnce)} :
           /\\ world.possible
           /\\ participants' = [name \\in DOMAIN participants |-> world.local[name]]
           /\\ history' = [name \\in DOMAIN history |-> world.local[name]]
           /\\ network' = world.network`;
